"""Corpus manifests, importers and the demo countries."""
