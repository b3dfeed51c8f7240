"""Sections x elements becomes ranked candidates."""
