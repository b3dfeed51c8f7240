"""The HTTP API and the review pages."""
