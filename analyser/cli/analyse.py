"""`analyser analyse`: files in, a folder of results out, nothing stored. The contract other people script against."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

import benchmarks
from analyser import analysis, jurisdictions
from analyser.cli.progress import progress_bar
from analyser.errors import AnalyserError, DiskFull, InputRejected, PartialFailure, UsageError
from analyser.matching.candidate import Candidate
from analyser.sections.law import SplitLaw
from analyser.settings import Settings
from analyser.study.report import write_report


def analyse(
    files: Annotated[list[Path], typer.Argument(help="The files of one country's law set: PDF, HTML, Markdown, text.")],
    country: Annotated[str, typer.Option(help="ISO 3166 code of the jurisdiction: de, au-wa.")],
    output: Annotated[Path, typer.Option(help="Folder for the results; made if missing, files in it are replaced.")],
    language: Annotated[
        str | None, typer.Option(help="Language of the laws (ISO 639-1); detected when left out.")
    ] = None,
    benchmark: Annotated[
        str, typer.Option(help="Benchmark to match against; see `analyser benchmarks list`.")
    ] = "csea-2012",
    top: Annotated[int, typer.Option(min=1, help="Candidates kept per element.")] = 20,
    piece: Annotated[
        list[int] | None, typer.Option(min=1, help="Of a file that holds several laws, take this one; repeatable.")
    ] = None,
    no_match: Annotated[bool, typer.Option("--no-match", help="Only read and split; no encoder is loaded.")] = False,
) -> None:
    """Read laws, split them into sections, rank the sections against each element, and write the results.

    Writes sections.jsonl, certificate.json, matches.jsonl and report.html. A file printed in two languages becomes two
    laws, the second named FILE#xx; --language takes that one alone. Look at the certificate first: it says
    whether all of the text was read, and lists the laws of a file that holds several (a gazette issue). Exit codes:
    0 all read, 6 some files failed (listed), 3 none could be read.
    """
    settings = Settings()
    jurisdictions.check(country)
    benchmarks.use_folder(settings.benchmarks_dir)
    wanted = benchmarks.load_benchmark(benchmark)
    one_file(files, piece)
    _prepare(output)
    with progress_bar() as progress:
        read = analysis.read_laws(files, settings, language, progress, piece or ())
        if not read.laws:
            raise _all_failed(read.failures)
        candidates = [] if no_match else _match(read.laws, wanted, settings, top, progress)
    _write(output, country, wanted, read, None if no_match else candidates)
    typer.echo(_summary(read.laws, candidates, output))
    if read.failures:
        failed = "; ".join(f"{name}: [{error.code}] {error.message}" for name, error in read.failures)
        raise PartialFailure(
            f"{len(read.failures)} of {len(files)} files could not be read: {failed}",
            hint="Results of the other files are written; mend or leave out the files named and run again.",
        )


def one_file(files: list[Path], pieces: list[int] | None) -> None:
    """Raises UsageError for pieces of several files: each counts its own."""
    if pieces and len(files) > 1:
        raise UsageError("--piece names laws in one file, but several files were given.", hint="Take them one by one.")


def _match(
    laws: tuple[SplitLaw, ...],
    benchmark: benchmarks.Benchmark,
    settings: Settings,
    top: int,
    progress: analysis.Progress,
) -> list[Candidate]:
    import models  # here: --no-match must not wait for the encoder's libraries

    progress("Loading the encoder", 0, 1)
    encoder, ranker = models.load_encoder(settings), models.load_ranker()
    progress("Matching", 0, 1)
    found = analysis.match_laws(laws, benchmark, encoder, ranker, top)
    progress("Matched", 1, 1)
    return found


def _all_failed(failures: Iterable[tuple[str, AnalyserError]]) -> AnalyserError:
    failures = list(failures)
    if len(failures) == 1:
        return failures[0][1]
    listed = "; ".join(f"{name}: [{error.code}] {error.message}" for name, error in failures)
    return InputRejected(f"None of the {len(failures)} files could be read: {listed}", hint=failures[0][1].hint)


def _prepare(output: Path) -> None:
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"The output folder {output} cannot be made: {error.strerror}", hint="Name a folder you may write to."
        ) from error


def section_row(law: SplitLaw) -> list[dict[str, Any]]:
    """The rows of sections.jsonl for one law, in document order."""
    fields = ("key", "label", "heading", "path", "kind", "text", "pages", "repealed")
    return [{"law": law.law} | {name: getattr(section, name) for name in fields} for section in law.sections]


def match_row(country: str, candidate: Candidate) -> dict[str, Any]:
    """One row of matches.jsonl."""
    row = asdict(candidate)
    return {
        "country": country,
        "element": row.pop("element"),
        "rank": row.pop("rank"),
        "probability": round(row.pop("probability"), 6),
    } | row


def _write(
    output: Path,
    country: str,
    benchmark: benchmarks.Benchmark,
    read: analysis.LawSet,
    candidates: list[Candidate] | None,
) -> None:
    certificate = {
        "country": country,
        "laws": [law.certificate.as_dict() for law in read.laws],
        "failures": [{"law": name} | error.problem() for name, error in read.failures],
    }
    _put(output / "sections.jsonl", _lines(row for law in read.laws for row in section_row(law)))
    _put(output / "certificate.json", json.dumps(certificate, ensure_ascii=False, indent=1) + "\n")
    if candidates is not None:
        _put(output / "matches.jsonl", _lines(match_row(country, candidate) for candidate in candidates))
    _put(output / "report.html", write_report(country, read.laws, candidates, benchmark, read.failures))


def _lines(rows: Iterable[dict[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _put(path: Path, text: str) -> None:
    """Write beside the target and rename, so that a full disk leaves the previous result whole."""
    draft = path.with_name(path.name + ".part")
    try:
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise DiskFull(
            f"{path} could not be written: {error.strerror}", hint="Free some space or choose another --output folder."
        ) from error


def _summary(laws: tuple[SplitLaw, ...], candidates: list[Candidate], output: Path) -> str:
    lines = [
        f"{law.law}: {len(law.sections)} sections, {law.language}, certificate {law.certificate.verdict}"
        for law in laws
    ]
    lines += [f"  {said}" for law in laws for said in (*law.notes, *law.certificate.reasons)]
    lines += [f"  --piece {at}: {one.words}" for law in laws for at, one in enumerate(law.certificate.pieces, 1)]
    elements = len({candidate.element for candidate in candidates})
    if candidates:
        lines.append(f"{elements} elements matched; open {output / 'report.html'}")
    return "\n".join(lines)
