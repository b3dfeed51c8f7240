"""Encoders and the trained ranker: loading, training, evaluation and the small trained weights."""

from models.encoder import load_encoder
from models.ranker import load_ranker

__all__ = ["load_encoder", "load_ranker"]
