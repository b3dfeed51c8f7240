"""A file becomes a Document: its text as lines with their place and looks, read in a guarded child process."""

from analyser.reading.document import Box, Document, Line
from analyser.reading.guard import page_picture, read_file
from analyser.reading.ocr import recognised_languages
from analyser.reading.quoting import Quotation
from analyser.reading.reader import read_bytes

__all__ = ["Box", "Document", "Line", "Quotation", "page_picture", "read_bytes", "read_file", "recognised_languages"]
