"""Probabilities in words. The words describe a calibrated chance that the section answers the element, nothing more.

The thresholds follow how often such candidates truly answered in jurisdictions left out: between 0.1 and 0.33 one in
five did, so the word there must not make a reader skip it.
"""

_BANDS = (
    (0.9, "very likely"),
    (0.66, "likely"),
    (0.33, "about even"),
    (0.1, "possible"),
    (0.02, "unlikely"),
    (0.0, "very unlikely"),
)


def band(probability: float) -> str:
    """The word for a probability in 0..1."""
    return next(word for least, word in _BANDS if probability >= least)
