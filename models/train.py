"""`python -m models.train --gold FOLDER`: trains head and ranker anew and writes weights and model card.

Decides what is shipped: numbers only - a head, trees and a calibration table - and a card that says what they were
trained on and how they did on jurisdictions they had not seen. Same gold, same encoder, same weights.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

import benchmarks
from analyser.matching.features import FEATURES
from analyser.settings import Settings
from models.encoder import load_encoder
from models.judging import Means, Report, examples_of
from models.packaged import FOLDER
from models.ranker import HEAD, RANKER, Head, Scorer, TrainedRanker, untrained
from models.training import FOLDS, Trained, phrasebooks, train

WEIGHTS = Path(__file__).parent / "weights"
CARD = "MODEL_CARD.md"


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, judge on left-out jurisdictions, write."""
    parser = argparse.ArgumentParser(prog="python -m models.train", description="Train the ranker and write its card.")
    parser.add_argument("--gold", type=Path, required=True, help="folder of <jurisdiction>.jsonl gold files")
    parser.add_argument("--output", type=Path, default=WEIGHTS, help="folder for weights and card")
    parser.add_argument("--benchmark", default="csea-full")
    parser.add_argument("--country", action="append", default=[], help="only this jurisdiction; repeat for several")
    parser.add_argument("--folds", type=int, default=FOLDS)
    given = parser.parse_args(arguments)
    settings, report = Settings(), Report(left_out=True)
    encoder, languages = load_encoder(settings), benchmarks.load_languages()
    means = Means(settings, benchmarks.load_benchmark(given.benchmark), languages, encoder, untrained())
    examples = examples_of(given.gold, means, report, given.country, progress=_say)
    books = phrasebooks(languages, encoder.encode_queries)
    family = FOLDER if encoder.name.startswith(FOLDER) else encoder.name
    trained = train(examples, books, family, settings.seed, given.folds)
    report.take(trained)
    write(trained, given.output)
    (given.output / CARD).write_text(card(report.as_dict(), encoder.name, sorted(languages)), "utf-8")
    _say("Written", 1, 1)


def _say(what: str, done: int, total: int) -> None:
    print(f"{what} ({done}/{total})", flush=True)


def write(trained: Trained, folder: Path) -> None:
    """The weight files of a training."""
    folder.mkdir(parents=True, exist_ok=True)
    ranker = trained.ranker
    if ranker.head is not None:
        _write_head(ranker.head, folder / HEAD)
    (folder / RANKER).write_text(json.dumps(as_json(ranker), separators=(",", ":")) + "\n", "utf-8")


def _write_head(head: Head, path: Path) -> None:
    arrays: dict[str, Any] = {
        f"{number}.{name}": values.astype(np.float16)
        for number, member in enumerate(head.members)
        for name, values in member.items()
    }
    with path.open("wb") as stream:
        np.savez_compressed(stream, encoder=np.array(head.encoder), concepts=np.array(head.concepts), **arrays)


def as_json(ranker: TrainedRanker) -> dict[str, Any]:
    """The ranker's numbers without the head."""
    numbers: dict[str, Any] = {
        "name": ranker.name,
        "features": [feature.name for feature in FEATURES],
        "scorer": _numbers(ranker.scorer),
        "without_head": _numbers(ranker.without_head),
    }
    if ranker.misses is not None:
        table = ranker.misses
        numbers["misses"] = {
            "logs": _short(table.logs),
            "chances": _short(table.chances),
            "uppers": _short(table.uppers),
        }
    if ranker.suggester is not None:
        own = ranker.suggester
        parts = {name: _short(getattr(own, name), 4) for name in ("means", "weights", "bias", "stakes")}
        numbers["suggester"] = {"names": own.names, **parts, "reasons": own.reasons}
    return numbers


def _numbers(scorer: Scorer) -> dict[str, Any]:
    parts = ("hidden", "hidden_bias", "out", "line")
    return {
        "mean": _short(scorer.mean),
        "spread": _short(scorer.spread),
        "nets": [
            {name: _short(getattr(net, name), 5) for name in parts} | {"bias": round(net.bias, 5)}
            for net in scorer.nets
        ],
        "scores": _short(scorer.scores),
        "chances": _short(scorer.chances, 8),
        "level": _short(scorer.level.weights),
    }


def _short(values: Any, places: int = 6) -> list[Any]:
    array = np.asarray(values)
    rounded: list[Any] = (np.round(array, places) if array.dtype.kind == "f" else array).tolist()
    return rounded


def card(measured: dict[str, Any], encoder: str, languages: Sequence[str]) -> str:
    """The model card in Markdown."""
    lines = [
        "# Model card: the ranker",
        "",
        "Ranks the sections of a jurisdiction's laws for each conduct element and says how likely each one answers it.",
        f"Made by `python -m models.train --gold FOLDER` with the encoder `{encoder}`; "
        "`head.npz` and `ranker.json` hold numbers only.",
        "",
        "## Data",
        f"Working readings (not official findings) of {len(measured['jurisdictions'])} jurisdictions: "
        f"{', '.join(measured['jurisdictions'])}; {measured['cases']} (jurisdiction, element) pairs with an answer.",
        f"Formulations in {len(languages)} languages: {', '.join(languages)}. The weights hold no statute text.",
        "",
        "## How it does on jurisdictions it had not seen",
        "Every jurisdiction is judged by weights trained without it and without the others of its fold. "
        "Same-language neighbours may be in the training part.",
        "",
        f"Mean over jurisdictions: {_figures(measured['overall'])}. Calibration error {measured['ECE']:.4f}.",
        "",
        *_further(measured),
        *_markdown("jurisdiction", measured["jurisdictions"]),
        *_markdown("language", measured["languages"]),
        *_markdown("element", measured["elements"]),
        "## Limits",
        "- Concepts without gold are ranked from formulations alone (jurisdiction, sanctions, some powers).",
        "- A language without formulations is asked in related languages or English; expect several points less.",
        "- The head reads vectors of this encoder only; with another the weights trained without a head are used.",
        "- Probabilities are calibrated on codes and acts like the training ones, and on elements that have an answer.",
        "",
    ]
    return "\n".join(lines)


def _further(measured: dict[str, Any]) -> list[str]:
    missed, suggested = measured.get("declared missed"), measured.get("suggested ratings")
    lines = []
    if missed:
        lines += [
            f"With the answers of the other jurisdictions as exemplars: {_figures(measured['with exemplars'])}.",
            f"After five read, {missed['declared']} of {missed['pairs']} pairs are declared missed with a chance of "
            f"at most 2 %; truly missed {100 * missed['declared, truly missed']:.1f} %.",
        ]
    if suggested:
        lines.append(
            f"Suggested ratings: macro-F1 {suggested['macro-F1']:.2f} over {suggested['ratings']} ratings, accuracy "
            f"{suggested['accuracy']:.2f}, calibration error {suggested['ECE']:.3f}; "
            f"reasons micro-F1 {suggested['reasons micro-F1']:.2f}. A suggestion is a first guess, never a rating."
        )
    return [*lines, ""]


def _figures(measures: dict[str, float]) -> str:
    return ", ".join(f"{name} {value:.3f}" for name, value in measures.items())


def _markdown(title: str, rows: dict[str, dict[str, float]]) -> list[str]:
    names = list(next(iter(rows.values())))
    lines = [f"| {title} | {' | '.join(names)} |", "|---" * (len(names) + 1) + "|"]
    for name, measures in rows.items():
        cells = [str(measures[key]) if key == "cases" else f"{measures[key]:.3f}" for key in names]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return [*lines, ""]


if __name__ == "__main__":
    main()
