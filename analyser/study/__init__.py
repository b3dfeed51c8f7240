"""Ratings become the study: tables, gaps, editions."""
