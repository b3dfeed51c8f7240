"""A Document becomes sections; one in two languages becomes two laws."""

from analyser.sections.law import Certificate, Piece, Section, SplitLaw
from analyser.sections.splitter import split
from analyser.sections.versions import split_versions

__all__ = ["Certificate", "Piece", "Section", "SplitLaw", "split", "split_versions"]
