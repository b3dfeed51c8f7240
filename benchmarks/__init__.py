"""Instruments and benchmarks: what the treaties want criminalised, as data with a loader."""

from benchmarks.languages import load_language, load_languages
from benchmarks.model import Benchmark, Element, Instrument, Language, Row

__all__ = ["Benchmark", "Element", "Instrument", "Language", "Row", "load_language", "load_languages"]
