"""A Document becomes sections."""

from analyser.sections.law import Certificate, Section, SplitLaw
from analyser.sections.splitter import split

__all__ = ["Certificate", "Section", "SplitLaw", "split"]
