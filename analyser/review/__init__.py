"""Ratings: who may answer what, on which proof, and what several answers come to. Pure; nothing is stored here."""
