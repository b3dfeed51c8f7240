"""A Document becomes sections; one in two languages becomes two documents first."""

from analyser.sections.bilingual import versions
from analyser.sections.law import Certificate, Section, SplitLaw
from analyser.sections.splitter import split

__all__ = ["Certificate", "Section", "SplitLaw", "split", "versions"]
