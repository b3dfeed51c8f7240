"""Sections x elements becomes ranked candidates."""

from analyser.matching.candidate import Candidate, Encoder, Evidence, Ranker, Vectors
from analyser.matching.features import FEATURES, Feature
from analyser.matching.matcher import match

__all__ = ["FEATURES", "Candidate", "Encoder", "Evidence", "Feature", "Ranker", "Vectors", "match"]
