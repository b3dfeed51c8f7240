"""`analyser ratings`: the answers given, and giving one."""

from dataclasses import replace
from typing import Annotated

import typer

from analyser.cli.output import (
    DataDirOption,
    Format,
    FormatOption,
    ReviewerOption,
    options_come_last,
    plain,
    show,
    workspace,
)
from analyser.errors import UsageError
from analyser.review.judgement import Judgement
from analyser.review.records import CitationDraft, Rating, RatingDraft

COLUMNS = ("jurisdiction", "element", "kind", "round", "reviewer", "judgement", "reasons", "cited", "rationale")

ratings_app = typer.Typer(help="The ratings reviewers gave; add one, settle a disagreement, measure agreement.")

CountryArgument = Annotated[str, typer.Argument(help="ISO 3166 code of the jurisdiction.")]
ElementArgument = Annotated[str, typer.Argument(help="Id of the element: lanzarote.20.1.f.")]
JudgementArgument = Annotated[Judgement, typer.Argument(help="The answer.")]
CiteOption = Annotated[
    list[str] | None,
    typer.Option(help="SECTION_ID:words quoted from the section, as `analyser matches` lists it; may be repeated."),
]
ReasonOption = Annotated[list[str] | None, typer.Option(help="Reason code of a partial answer; may be repeated.")]


@ratings_app.callback(invoke_without_command=True)
def ratings(
    context: typer.Context,
    country: Annotated[str | None, typer.Option(help="Only this jurisdiction.")] = None,
    element: Annotated[str | None, typer.Option(help="Only this element.")] = None,
    history: Annotated[bool, typer.Option("--history", help="Also answers that were replaced.")] = False,
    reviewer: ReviewerOption = None,
    form: FormatOption = Format.TABLE,
    data_dir: DataDirOption = None,
) -> None:
    """List the ratings; a named reviewer sees another's answer only after giving their own."""
    if context.invoked_subcommand is not None:
        options_come_last(context)
        return
    with workspace(data_dir) as opened:
        viewer = opened.local_user(reviewer)
        found = opened.ratings(country, element, viewer=viewer, history=history)
        show([_row(rating) for rating in found], form, COLUMNS)


@ratings_app.command()
def add(
    country: CountryArgument,
    element: ElementArgument,
    judgement: JudgementArgument,
    rationale: Annotated[str, typer.Option(help="Why; needed for covered and partial.")] = "",
    reason: ReasonOption = None,
    cite: CiteOption = None,
    round: Annotated[int, typer.Option(min=1, help="Round of coding.")] = 1,
    read: Annotated[
        int | None, typer.Option(min=0, help="not_covered: how many candidates you read, best first.")
    ] = None,
    sampled: Annotated[list[int] | None, typer.Option(help="not_covered: id of a drawn section you read.")] = None,
    reviewer: ReviewerOption = None,
    form: FormatOption = Format.TABLE,
    data_dir: DataDirOption = None,
) -> None:
    """Give an answer. Covered and partial need a quote from a cited section; partial needs a reason code."""
    draft = _draft(country, element, judgement, rationale, reason, cite, round)
    draft = replace(draft, read=read, sample=tuple(sampled or ()))
    with workspace(data_dir) as opened:
        rating = opened.rate(draft, by=opened.local_user(reviewer))
    show([_row(rating)], form, COLUMNS)
    for warning in rating.warnings:
        typer.echo(f"warning: {warning}", err=True)


@ratings_app.command()
def adjudicate(
    country: CountryArgument,
    element: ElementArgument,
    judgement: JudgementArgument,
    note: Annotated[str, typer.Option(help="Why this reading is preferred.")],
    reason: ReasonOption = None,
    cite: CiteOption = None,
    round: Annotated[int, typer.Option(min=1, help="Round of coding.")] = 1,
    form: FormatOption = Format.TABLE,
    data_dir: DataDirOption = None,
) -> None:
    """Settle a disagreement by a third rating; the two stay on record."""
    draft = _draft(country, element, judgement, note, reason, cite, round)
    with workspace(data_dir) as opened:
        rating = opened.adjudicate(draft, by=opened.local_user())
    show([_row(rating)], form, COLUMNS)


@ratings_app.command()
def agreement(
    benchmark: Annotated[str, typer.Argument(help="Benchmark whose elements count.")],
    country: Annotated[str | None, typer.Option(help="Only this jurisdiction.")] = None,
    round: Annotated[int, typer.Option(min=1, help="Round of coding.")] = 1,
    form: FormatOption = Format.TABLE,
    data_dir: DataDirOption = None,
) -> None:
    """How far blind reviewers agree: percent, Cohen's kappa, Krippendorff's alpha, Gwet's AC1."""
    with workspace(data_dir) as opened:
        found = opened.agreement(benchmark, viewer=opened.local_user(), country=country, round=round)
    columns = ("items", "reviewers", "percent", "kappa.value", "kappa.low", "kappa.high", "alpha", "ac1")
    show([found], form, columns)


def _draft(
    country: str,
    element: str,
    judgement: Judgement,
    rationale: str,
    reasons: list[str] | None,
    cites: list[str] | None,
    round: int,
) -> RatingDraft:
    citations = tuple(map(_citation, cites or ()))
    return RatingDraft(country, element, judgement, rationale, tuple(reasons or ()), citations, round)


def _citation(text: str) -> CitationDraft:
    number, _, quote = text.partition(":")
    if not number.strip().isdigit() or not quote.strip():
        raise UsageError(
            f"{text!r} cites nothing.", hint='Write the section\'s id, a colon, the words: 12:"who produces".'
        )
    return CitationDraft(int(number), quote)


def _row(rating: Rating) -> dict[str, object]:
    row: dict[str, object] = plain(rating)
    return row | {"cited": [f"{one.law_title} {one.label}" for one in rating.citations]}
