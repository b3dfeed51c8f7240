"""Candidates become ratings: blind, double, adjudicated, audited."""
