"""Read national laws and show which treaty conducts they cover, with the provisions that prove it."""

__version__ = "0.1.0"
