"""Encoders and the trained ranker: loading, training, evaluation and the small trained weights."""
