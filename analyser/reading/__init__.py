"""A file becomes a Document."""

from analyser.reading.document import Box, Document, Line
from analyser.reading.reader import read_bytes

__all__ = ["Box", "Document", "Line", "read_bytes"]
