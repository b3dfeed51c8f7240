"""A Document becomes sections; one in two languages becomes two documents first."""

from analyser.sections.bilingual import versions
from analyser.sections.law import Certificate, Piece, Section, SplitLaw
from analyser.sections.splitter import split

__all__ = ["Certificate", "Piece", "Section", "SplitLaw", "split", "versions"]
