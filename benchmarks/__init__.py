"""Instruments and benchmarks: what the treaties want criminalised, as data with a loader."""

from benchmarks.model import Benchmark, Element, Instrument, Language, Row
from benchmarks.own import (
    list_benchmarks,
    list_instruments,
    load_benchmark,
    load_elements,
    load_instrument,
    load_language,
    load_languages,
    required_of,
    same_concept,
    use_folder,
)
from benchmarks.vocabulary import load_vocabulary

__all__ = [
    "Benchmark",
    "Element",
    "Instrument",
    "Language",
    "Row",
    "list_benchmarks",
    "list_instruments",
    "load_benchmark",
    "load_elements",
    "load_instrument",
    "load_language",
    "load_languages",
    "load_vocabulary",
    "required_of",
    "same_concept",
    "use_folder",
]
