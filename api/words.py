"""What the pages say in words: answers, states, verdicts, the certificate, job steps, dates and numbers.

A state is always said in words as well as in colour, and what is unknown is called unknown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from analyser.review.judgement import Judgement
from analyser.review.records import Cell, CellState, Rating, Role
from analyser.store.records import Job, JobState, LawVersion
from analyser.study.records import MatrixCell, TableRow
from api.languages import N_, Said, gettext, locale, ngettext
from benchmarks.vocabulary import load_vocabulary

_ = gettext

JUDGEMENTS = Said(
    {
        Judgement.COVERED: N_("Covered"),
        Judgement.PARTIAL: N_("Partial"),
        Judgement.NOT_COVERED: N_("Not covered"),
        Judgement.UNCLEAR: N_("Unclear"),
    }
)
TONES = Said(
    {
        "covered": N_("Covered"),
        "partial": N_("Partial"),
        "not_covered": N_("Not covered"),
        "unclear": N_("Unclear"),
        "disagreement": N_("Disagree"),
        "open": N_("Open"),
    }
)
_STATES = {
    CellState.NOT_ASSESSED: N_("not assessed"),
    CellState.SINGLE: N_("one reviewer"),
    CellState.AGREED: N_("reviewers agree"),
    CellState.DISAGREEMENT: N_("reviewers disagree"),
    CellState.ADJUDICATED: N_("adjudicated"),
}
CELL_STATES = Said(_STATES)
STATES = Said(
    {
        **{state.value: said for state, said in _STATES.items()},
        "earlier": N_("answered on an earlier text"),
        "carried": N_("carried, unreviewed"),
    }
)
ROLES = Said(
    {
        Role.VIEWER: N_("viewer"),
        Role.REVIEWER: N_("reviewer"),
        Role.ADJUDICATOR: N_("adjudicator"),
        Role.ADMIN: N_("admin"),
    }
)
VERDICTS = Said(
    {
        "complete": N_("Complete: all of the text is accounted for and the numbering has no gap."),
        "review": N_(
            "Look first: something in this text needs a person's eye before silence may count as “not covered”."
        ),
        "failed": N_("Failed: too much of this text was lost. Nothing may be rated on it."),
    }
)
VERDICT_LABELS = Said({"complete": N_("Complete"), "review": N_("Look first"), "failed": N_("Failed")})
JOB_STATES = Said(
    {
        JobState.QUEUED: N_("Waiting"),
        JobState.RUNNING: N_("Working"),
        JobState.DONE: N_("Done"),
        JobState.FAILED: N_("Failed"),
        JobState.REJECTED: N_("Rejected"),
        JobState.EMPTY: N_("Nothing found"),
    }
)
RUNS = Said(
    {
        "fresh": N_("analysis up to date"),
        "stale": N_("the laws or the benchmark changed since the analysis"),
        "empty": N_("the analysis proposed nothing"),
        "none": N_("not analysed yet"),
    }
)
BANDS = Said(
    {
        "very likely": N_("very likely"),
        "likely": N_("likely"),
        "about even": N_("about even"),
        "possible": N_("possible"),
        "unlikely": N_("unlikely"),
        "very unlikely": N_("very unlikely"),
    }
)
KINDS = Said({"section": N_("section"), "provision": N_("provision"), "schedule": N_("schedule")})
FATES = Said(
    {
        "same": N_("reads the same"),
        "renumbered": N_("renumbered"),
        "changed": N_("changed"),
        "gone": N_("gone"),
        "new": N_("new"),
    }
)
ORIGINS = Said({"uploaded": N_("uploaded"), "machine": N_("made by a machine")})
STEPS = Said(
    {
        "Loading the encoder": N_("Loading the encoder"),
        "Matching": N_("Matching"),
        "Storing": N_("Storing"),
        "Matched": N_("Matched"),
    }
)
REMAINDER = Said(
    {
        "furniture": N_("page headers, footers and numbers"),
        "contents": N_("tables of contents"),
        "notes": N_("notes and editorial remarks"),
        "preamble": N_("text before the first section"),
        "labels": N_("section numbers"),
        "part headings": N_("headings of books, parts and chapters"),
        "section headings": N_("headings of sections"),
    }
)
PROBLEMS = Said(
    {
        "usage": N_("The request is not valid"),
        "unknown_name": N_("Nobody defines this name"),
        "rating_refused": N_("The rating lacks the proof the rules ask for"),
        "not_found": N_("There is nothing here"),
        "conflict": N_("This does not fit what is recorded"),
        "forbidden": N_("Your role does not allow this"),
        "not_authenticated": N_("You are not signed in"),
        "sign_in_refused": N_("The sign-in was refused"),
        "provider_unreachable": N_("The sign-in provider does not answer"),
        "too_many_attempts": N_("Too many failed attempts; wait a quarter of an hour"),
        "translation_failed": N_("The translation server failed"),
        "file_too_large": N_("The file is too large"),
        "disk_full": N_("The disk is full"),
        "storage": N_("The database refused"),
    }
)
RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ku-Arab", "ps", "sd", "ug", "ur", "yi"})


def direction(language: str | None) -> str:
    """The `dir` of a statute's text."""
    if language is None:
        return "auto"
    return "rtl" if language in RIGHT_TO_LEFT or language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"


def unknown() -> str:
    """What is said of a fact that nobody gave."""
    return _("not known")


def number(value: int) -> str:
    """12345 as 12,345, or as the language writes it."""
    return str(format_decimal(value, locale=locale(), group_separator=True))


def percent(value: float | None) -> str:
    """A share of one in per cent, never rounded up to all of it."""
    if value is None:
        return unknown()
    shown = min(value * 100, 99.9) if value < 1 else 100.0
    return f"{format_decimal(shown, '0.#', locale=locale(), decimal_quantization=True)}\u00a0%"


def chance(probability: float) -> str:
    """A candidate's probability in whole per cent: more digits would say more than is known."""
    if 0 < probability < 0.01:
        return "< 1\u00a0%"
    return f"{min(probability, 0.99):.0%}".replace("%", "\u00a0%")


def text_date(as_of: date | None) -> str:
    """As of when a law's text stood."""
    return _("date of the text not known") if as_of is None else _("text as of %(date)s") % {"date": day(as_of)}


def language(code: str | None) -> str:
    """The name of a language, or its code where nobody knows one."""
    if code is None:
        return unknown()
    return locale().languages.get(code) or load_vocabulary().languages.get(code, code)


def day(value: date | str | None) -> str:
    """A date as people write it."""
    if value is None:
        return unknown()
    found = date.fromisoformat(value) if isinstance(value, str) else value
    return str(format_date(found, "d MMMM y", locale=locale()))


def moment(value: datetime | None) -> str:
    """A time to the minute, UTC."""
    return unknown() if value is None else f"{format_datetime(value, 'd MMMM y, HH:mm', locale=locale())} UTC"


def elements(count: int) -> str:
    return ngettext("%(num)s element", "%(num)s elements", count) % {"num": number(count)}


def countries(count: int) -> str:
    return ngettext("%(num)s country", "%(num)s countries", count) % {"num": number(count)}


def candidates(count: int) -> str:
    return ngettext("%(num)s candidate", "%(num)s candidates", count) % {"num": number(count)}


def page_count(count: int) -> str:
    return ngettext("%(num)s page", "%(num)s pages", count) % {"num": number(count)}


def pages(span: tuple[int, int]) -> str:
    """`p. 3` or `p. 3–4`."""
    first, last = span
    return _("p. %(pages)s") % {"pages": str(first) if first == last else f"{first}–{last}"}


def verdict_label(verdict: str | None) -> str:
    """A certificate's verdict in two words."""
    return _("No law") if verdict is None else VERDICT_LABELS[verdict]


def problem(code: str) -> str:
    """What kind of thing went wrong; the error itself says more, in English."""
    return PROBLEMS[code] if code in PROBLEMS else _("Something went wrong")


def step(said: str | None) -> str:
    """What a job does now."""
    if said is None:
        return _("Waiting for its turn")
    return STEPS.get(said, said)


def row_spoken(row: TableRow) -> str:
    """A row's bar for a screen reader."""
    return _(
        "%(covered)s covered, %(partial)s partially, %(not)s not covered, %(unclear)s unclear, %(open)s not assessed"
    ) % {
        "covered": row.covered,
        "partial": row.partial,
        "not": row.not_covered,
        "unclear": row.unclear,
        "open": row.not_assessed,
    }


def cell_label(cell: Cell) -> str:
    """The state of a matrix cell in one or two words."""
    return TONES[cell_tone(cell)]


def cell_tone(cell: Cell) -> str:
    """The colour class of a matrix cell: a judgement, `disagreement` or `open`."""
    if cell.state is CellState.DISAGREEMENT:
        return "disagreement"
    return "open" if cell.judgement is None else cell.judgement.value


def cell_note(entry: MatrixCell, run: str) -> str:
    """The second line of a matrix cell: how the answer came about, or what the analysis suggests."""
    cell = entry.cell
    if cell.state is not CellState.NOT_ASSESSED:
        if cell.carried and not cell.stale:
            return _("carried, unreviewed")
        return _("earlier text") if cell.stale else CELL_STATES[cell.state]
    if entry.suggestion is None:
        return _("not analysed") if run == "none" else _("no candidate")
    return f"{BANDS[entry.suggestion.band]} · {chance(entry.suggestion.probability)}"


def cell_spoken(entry: MatrixCell) -> str:
    """A matrix cell for a screen reader."""
    cell, found = entry.cell, entry.suggestion
    said = [cell_label(cell).lower(), CELL_STATES[cell.state]]
    if cell.stale:
        said.append(_("answered on an earlier text"))
    if cell.carried:
        said.append(_("carried, unreviewed"))
    if cell.state is CellState.NOT_ASSESSED and found is None:
        said.append(_("no candidate"))
    elif cell.state is CellState.NOT_ASSESSED and found is not None:
        said.append(_("best candidate %(label)s, %(band)s") % {"label": found.label, "band": BANDS[found.band]})
    return "; ".join(said)


def rating_data(rating: Rating | None) -> dict[str, Any] | None:
    """A rating as the form's script takes it."""
    if rating is None:
        return None
    cited = [
        {"section_id": found.section_id, "quote": found.quote, "label": found.label, "law": found.law_title}
        for found in rating.citations
    ]
    return {
        "judgement": rating.judgement.value,
        "reasons": list(rating.reasons),
        "rationale": rating.rationale,
        "citations": cited,
    }


@dataclass(frozen=True, slots=True)
class Share:
    """A piece of a bar that is 100 wide."""

    tone: str
    start: float
    width: float


def shares(row: TableRow) -> list[Share]:
    """The five counts of a row as pieces of a bar, in the table's order."""
    counts = (
        ("covered", row.covered),
        ("partial", row.partial),
        ("not_covered", row.not_covered),
        ("unclear", row.unclear),
        ("open", row.not_assessed),
    )
    pieces, at = [], 0.0
    for tone, count in counts:
        width = 100 * count / row.total if row.total else 0.0
        if width:
            pieces.append(Share(tone, round(at, 3), round(width, 3)))
        at += width
    return pieces


def certificate(law: LawVersion) -> list[tuple[str, str]]:
    """The completeness certificate as (what, in words), most telling first."""
    data, none = law.certificate, _("none")
    lines = [(_("Text"), _text(data)), (_("Outside the sections"), _remainder(data.get("remainder", {})))]
    lines.append((_("Gaps in the numbering"), _listed(data.get("numbering_gaps", ()), none)))
    lines.append((_("Numbers that occur twice"), _listed(data.get("duplicate_labels", ()), none)))
    lines.append((_("Sections without text"), _listed(data.get("empty_bodies", ()), none)))
    lines.append((_("Pages read by text recognition"), _listed(data.get("pages_ocred", ()), none)))
    lines.append((_("Language"), _language(data)))
    return lines


def _text(data: Mapping[str, Any]) -> str:
    read, inside = data.get("characters_read"), data.get("characters_in_sections")
    if read is None or inside is None:
        return unknown()
    said = ngettext(
        "%(inside)s of %(num)s character read are in sections (%(share)s).",
        "%(inside)s of %(num)s characters read are in sections (%(share)s).",
        read,
    )
    return said % {"inside": number(inside), "num": number(read), "share": percent(inside / read) if read else "0"}


def _remainder(remainder: Mapping[str, int]) -> str:
    kinds = [f"{REMAINDER.get(kind, kind)}: {number(count)}" for kind, count in sorted(remainder.items()) if count]
    return _("%(list)s characters.") % {"list": "; ".join(kinds)} if kinds else _("nothing.")


def _listed(found: Any, nothing: str) -> str:
    items = [str(item) for item in found]
    if not items:
        return nothing
    shown = ", ".join(items[:30])
    more = len(items) - 30
    return _("%(list)s and %(num)s more") % {"list": shown, "num": number(more)} if more > 0 else shown


def _language(data: Mapping[str, Any]) -> str:
    if data.get("language") is None:
        return unknown()
    sure = percent(data.get("language_confidence"))
    return _("%(language)s, recognised with %(share)s confidence.") % {
        "language": language(data["language"]),
        "share": sure,
    }


def job_line(job: Job) -> str:
    """What a job does or did, in one line."""
    if job.message:
        return job.message
    return step(job.step) if job.step else JOB_STATES[job.state]
