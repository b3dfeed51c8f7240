"""Whole analysis of a code against the usual way, on this machine in this run; an amended version against the first.

Usage: python tests/performance/matching_speed.py FILE.pdf [--benchmark lanzarote] [--amended 3]
Ours reads, splits, embeds with an empty cache and matches; what a language's formulations cost once for all countries
is printed apart. The usual way is pdfplumber's text, windows of 200 words, sentence-transformers in float32 and the
cosine with each element's English words. Loading the model counts for neither. Seconds are the processor's, those of
the reading process included, so that a busy machine measures what an idle one does.
"""

import argparse
import os
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

import benchmarks
from analyser import matching, reading, sections
from analyser.matching.queries import queries_for
from analyser.sections.law import SplitLaw
from analyser.settings import Settings
from models.encoder import load_encoder
from models.packaged import unpack
from models.ranker import load_ranker

WORDS = 200


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--benchmark", default="lanzarote")
    parser.add_argument("--amended", type=int, default=3, help="sections changed in the second version")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(cache_dir=Path(folder))
        model = unpack(Settings().cache_dir)
        (Path(folder) / model.name).symlink_to(model)
        ours, amended, law = _ours(given.file, settings, given.benchmark, given.amended)
        usual = _usual(given.file, str(model), given.benchmark)
    print(f"{given.file.name}: {len(law.sections)} sections, benchmark {given.benchmark}")
    print(f"ours, first analysis          {sum(ours.values()):8.1f} s  {_parts(ours)}")
    print(f"ours, {given.amended} sections amended   {sum(amended.values()):8.1f} s  {_parts(amended)}")
    print(f"usual way                     {sum(usual.values()):8.1f} s  {_parts(usual)}")
    print(f"usual way : ours              {sum(usual.values()) / sum(ours.values()):8.1f}")
    print(f"first : amended, matching     {ours['match'] / amended['match']:8.1f}")
    again = amended["match"] + ours["read"] + ours["split"]
    print(f"first : amended, read anew    {sum(ours.values()) / again:8.1f}")


def spent() -> float:
    """Processor seconds of this process and of those it has waited for."""
    return sum(os.times()[:4])


def _parts(seconds: dict[str, float]) -> str:
    return ", ".join(f"{name} {value:.1f}" for name, value in seconds.items())


def _ours(
    file: Path, settings: Settings, benchmark: str, changed: int
) -> tuple[dict[str, float], dict[str, float], SplitLaw]:
    encoder, ranker = load_encoder(settings), load_ranker()
    encoder.encode_queries(["warm"])
    wanted, languages = benchmarks.load_benchmark(benchmark), benchmarks.load_languages()
    start = spent()
    document = reading.read_file(file, settings)
    read = spent()
    law = sections.split(document)
    split = spent()
    for language in dict.fromkeys((law.language, "en")):
        encoder.encode_queries(queries_for(language, wanted.elements, languages).texts)
    asked = spent()
    matching.match([law], wanted, languages, encoder, ranker, 20)
    first = {"read": read - start, "split": split - read, "match": spent() - asked}
    print(f"formulations of {law.language} and en, embedded once for all countries: {asked - split:.1f} s")
    step = max(1, len(law.sections) // changed)
    own = [
        replace(section, text=f"{section.text} This applies from the first of May.")
        if at % step == step // 2
        else section
        for at, section in enumerate(law.sections)
    ]
    start = spent()
    matching.match([replace(law, sections=tuple(own))], wanted, languages, encoder, ranker, 20)
    return first, {"match": spent() - start}, law


def _usual(file: Path, model: str, benchmark: str) -> dict[str, float]:
    import pdfplumber
    from sentence_transformers import SentenceTransformer

    encoder: Any = SentenceTransformer(model, device="cpu")
    start = spent()
    with pdfplumber.open(file) as pdf:
        text = "\n".join(page.extract_text() or "" for page in pdf.pages)
    read = spent()
    words = text.split()
    windows = [" ".join(words[at : at + WORDS]) for at in range(0, len(words), WORDS)]
    vectors = encoder.encode([f"passage: {window}" for window in windows], normalize_embeddings=True)
    elements = benchmarks.load_benchmark(benchmark).elements
    asked = encoder.encode([f"query: {one.label}. {one.definition}" for one in elements], normalize_embeddings=True)
    np.argsort(-(vectors @ asked.T), axis=0)
    return {"read": read - start, "embed and rank": spent() - read}


if __name__ == "__main__":
    main()
