"""`analyser demo`: the whole way through the house on three invented countries, with the gaps that were put there.

It keeps its own database, so a user's data is never touched. The ratings it adds are the answers the authors of the
invented statutes wrote down with them; the analyser itself never rates.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from analyser.cli.progress import progress_bar
from analyser.cli.serve import listen, run_until_stopped
from analyser.errors import AnalyserError
from analyser.factory import open_workspace
from analyser.review.judgement import Judgement
from analyser.review.records import CitationDraft, RatingDraft, User
from analyser.settings import Settings
from analyser.store.records import LawVersion
from analyser.workspace import Workspace
from corpora.demo.pdf import write
from corpora.demo.statutes import COUNTRIES, Country, gold, statute

BENCHMARKS = ("csea-2012", "lanzarote")
JUDGEMENTS = {"covered": Judgement.COVERED, "partial": Judgement.PARTIAL, "none": Judgement.NOT_COVERED}
READ = 5  # candidates a reviewer is asked to read


def demo(
    once: Annotated[bool, typer.Option("--once", help="Print the study table and stop instead of serving.")] = False,
) -> None:
    """Read three invented countries' laws, match, rate as their authors did, and open the review pages."""
    settings = Settings()
    settings = settings.model_copy(update={"data_dir": settings.data_dir / "demo", "database_url": None})
    if once:
        _tell(settings).close()
        return
    with listen(settings.host, settings.port) as taken:
        workspace = _tell(settings)
        try:
            run_until_stopped(workspace, settings, taken)
        finally:
            workspace.close()


def _tell(settings: Settings) -> Workspace:
    """Fill the demo workspace and print what it shows."""
    workspace = open_workspace(settings)
    reviewer = workspace.local_user()
    misses: list[str] = []
    with progress_bar() as progress:
        for done, country in enumerate(COUNTRIES):
            progress(f"Reading and matching {country.name}", done, len(COUNTRIES))
            law = _law(workspace, country, settings.data_dir / "laws", reviewer)
            for benchmark in BENCHMARKS:
                workspace.analyse(country.code, benchmark, by=reviewer)
            misses += _rate(workspace, country, law, reviewer)
    _print(workspace, reviewer, misses)
    return workspace


def _law(workspace: Workspace, country: Country, folder: Path, by: User) -> LawVersion:
    law = workspace.ingest(
        write(country, folder),
        country.code,
        by=by,
        name=f"{country.law}.pdf",
        title=statute(country)[0].text,
        country_name=f"{country.name} (invented)",
        source="Invented for the demonstration",
        licence="Apache-2.0",
    )
    if law.verdict == "failed":
        raise AnalyserError(f"The demo law of {country.name} was not read completely", hint="Please report this.")
    return law


def _labels(country: Country) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in gold(country).splitlines())


def _rate(workspace: Workspace, country: Country, law: LawVersion, by: User) -> list[str]:
    """Add the authors' answers; returns the provisions that the ranking did not put before a reviewer."""
    sections = {section.key: section for section in workspace.sections(law.id, limit=500).items}
    misses = []
    for label in _labels(country):
        main = [sections[p["key"]] for p in label["provisions"] if p["grade"] == 2]
        draft = RatingDraft(
            jurisdiction=country.code,
            element=label["element"],
            judgement=JUDGEMENTS[label["rating"]],
            rationale=label["why"],
            reasons=tuple(label["reasons"]),
            citations=tuple(
                CitationDraft(section.id, label["quote"])
                for section in main
                if label["quote"] and label["quote"] in " ".join(section.text.split())
            ),
            read=READ,
        )
        workspace.rate(draft, by=by)
        ranked = workspace.candidates(country.code, label["element"], benchmark="lanzarote", top=READ).items
        if main and not {section.key for section in main} & {candidate.section.key for candidate in ranked}:
            misses.append(f"{country.name} {label['element']}: section {main[0].label} is not among the first {READ}")
    return misses


def _print(workspace: Workspace, viewer: User, misses: list[str]) -> None:
    console = Console(width=None if sys.stdout.isatty() else 120)
    study = workspace.study(BENCHMARKS[0], viewer=viewer)
    table = Table(title=f"{study.benchmark_title}: {len(study.countries)} countries", title_justify="left")
    table.add_column("Conduct", min_width=40)
    for heading in ("Covered", "Partially", "Not or unclear", "Not", "Unclear", "Not assessed", "Sum"):
        table.add_column(heading, justify="right")
    for row in study.table:
        counts = (
            row.covered,
            row.partial,
            row.not_or_unclear,
            row.not_covered,
            row.unclear,
            row.not_assessed,
            row.total,
        )
        table.add_row(row.label, *map(str, counts))
    console.print(table)
    for entry in study.by_country:
        gaps = ", ".join(
            f"{gap.element}{'' if gap.judgement is Judgement.NOT_COVERED else ' (partial)'}" for gap in entry.gaps
        )
        console.print(f"[bold]{entry.country.name}[/bold]: {gaps or 'no gap'}", highlight=False)
    rated = sum(
        1 for country in COUNTRIES for label in _labels(country) if any(p["grade"] == 2 for p in label["provisions"])
    )
    console.print(f"Provisions the answers cite, among the first {READ} candidates: {rated - len(misses)} of {rated}")
    for miss in misses:
        console.print(f"  {miss}")
