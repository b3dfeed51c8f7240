"""An invented country's code, and an encoder of hashed character trigrams: matching without a model."""

import hashlib
from collections.abc import Sequence

import numpy as np

from analyser.matching.candidate import Vectors
from analyser.sections.law import Certificate, Section, SplitLaw

CODE = [
    (
        "1",
        "Scope",
        ("General part",),
        "This Code applies to acts committed in the territory of the Republic of Zemland.",
    ),
    (
        "2",
        "Definitions",
        ("General part",),
        'In this Code, "child" means a person under the age of eighteen years. "Vehicle" means any conveyance.',
    ),
    (
        "3",
        "Attempt",
        ("General part",),
        "A person who attempts to commit an offence is punishable as if the offence had been committed.",
    ),
    (
        "10",
        "Theft",
        ("Property",),
        "Whoever takes the movable thing of another shall be punished with imprisonment for two years.",
    ),
    ("11", None, ("Property",), ""),
    (
        "20",
        "Child pornography",
        ("Sexual offences",),
        "(1) Whoever produces child pornography shall be punished with imprisonment.\n"
        "(2) Whoever\na) distributes or transmits child pornography,\nb) possesses child pornography, or\n"
        "c) by means of a computer system knowingly obtains access to child pornography,\n"
        "shall be punished with imprisonment for up to five years.",
    ),
    (
        "21",
        "Harvest of fish",
        ("Fisheries",),
        "Whoever possesses nets of a forbidden width shall be fined. " * 40,
    ),
]


def law(
    name: str = "code.txt",
    language: str = "en",
    rows: Sequence[tuple[str, str | None, tuple[str, ...], str]] = tuple(CODE),
) -> SplitLaw:
    """An invented law as the splitter would hand it on."""
    sections = tuple(
        Section(label, label, heading, path, "section", text, None, not text, 0, len(text))
        for label, heading, path, text in rows
    )
    certificate = Certificate(name, 0, 0, {}, (), (), (), (), language, 1.0, "complete")
    return SplitLaw(name, language, sections, certificate)


class TrigramEncoder:
    """Hashed character trigrams: alike texts get alike vectors; deterministic."""

    name = "trigrams/1"
    max_tokens = 512

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text) // 4 + 4 for text in texts]

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self._encode(texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        return self._encode(texts)

    def encode_question(self, text: str) -> Vectors:
        return self._encode([text])[0]

    def _encode(self, texts: Sequence[str]) -> Vectors:
        out = np.zeros((len(texts), 256), np.float32)
        for row, text in enumerate(texts):
            for at in range(len(text) - 2):
                digest = hashlib.md5(text[at : at + 3].casefold().encode()).digest()
                out[row, digest[0]] += 1
        return out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9)
