"""Encoders and the trained ranker."""
