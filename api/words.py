"""What the pages say in words: answers, states, verdicts, the certificate, job steps, dates and numbers.

A state is always said in words as well as in colour, and what is unknown is called unknown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from analyser.review.judgement import Judgement
from analyser.review.records import Cell, CellState, Rating
from analyser.store.records import Job, JobState, LawVersion
from analyser.study.records import MatrixCell, TableRow
from benchmarks.vocabulary import load_vocabulary

UNKNOWN = "not known"
JUDGEMENTS = {
    Judgement.COVERED: "Covered",
    Judgement.PARTIAL: "Partial",
    Judgement.NOT_COVERED: "Not covered",
    Judgement.UNCLEAR: "Unclear",
}
CELL_STATES = {
    CellState.NOT_ASSESSED: "not assessed",
    CellState.SINGLE: "one reviewer",
    CellState.AGREED: "reviewers agree",
    CellState.DISAGREEMENT: "reviewers disagree",
    CellState.ADJUDICATED: "adjudicated",
}
VERDICTS = {
    "complete": "Complete: all of the text is accounted for and the numbering has no gap.",
    "review": "Look first: something in this text needs a person's eye before silence may count as “not covered”.",
    "failed": "Failed: too much of this text was lost. Nothing may be rated on it.",
}
VERDICT_LABELS = {"complete": "Complete", "review": "Look first", "failed": "Failed"}
JOB_STATES = {
    JobState.QUEUED: "Waiting",
    JobState.RUNNING: "Working",
    JobState.DONE: "Done",
    JobState.FAILED: "Failed",
    JobState.REJECTED: "Rejected",
    JobState.EMPTY: "Nothing found",
}
RUNS = {
    "fresh": "analysis up to date",
    "stale": "the laws or the benchmark changed since the analysis",
    "empty": "the analysis proposed nothing",
    "none": "not analysed yet",
}
REMAINDER = {
    "furniture": "page headers, footers and numbers",
    "contents": "tables of contents",
    "notes": "notes and editorial remarks",
    "preamble": "text before the first section",
    "labels": "section numbers",
    "part headings": "headings of books, parts and chapters",
    "section headings": "headings of sections",
}
RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ku-Arab", "ps", "sd", "ug", "ur", "yi"})


def direction(language: str | None) -> str:
    """The `dir` of a statute's text."""
    if language is None:
        return "auto"
    return "rtl" if language in RIGHT_TO_LEFT or language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"


def number(value: int) -> str:
    """12 345 as 12,345."""
    return f"{value:,}"


def percent(value: float | None) -> str:
    """A share of one in per cent, never rounded up to all of it."""
    if value is None:
        return UNKNOWN
    shown = min(value * 100, 99.9) if value < 1 else 100.0
    return f"{shown:.1f}\u00a0%".replace(".0\u00a0%", "\u00a0%")


def language(code: str | None) -> str:
    """The English name of a language, or its code where the codebook has none."""
    return UNKNOWN if code is None else load_vocabulary().languages.get(code, code)


def day(value: date | str | None) -> str:
    """A date as people write it."""
    if value is None:
        return UNKNOWN
    found = date.fromisoformat(value) if isinstance(value, str) else value
    return f"{found.day} {found:%B %Y}"


def moment(value: datetime | None) -> str:
    """A time to the minute, UTC."""
    return UNKNOWN if value is None else f"{value.day} {value:%B %Y, %H:%M} UTC"


def plural(count: int, one: str, many: str | None = None) -> str:
    """`1 section`, `2 sections`."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def cell_label(cell: Cell) -> str:
    """The state of a matrix cell in one or two words."""
    if cell.state is CellState.DISAGREEMENT:
        return "Disagree"
    return "Open" if cell.judgement is None else JUDGEMENTS[cell.judgement]


def cell_tone(cell: Cell) -> str:
    """The colour class of a matrix cell: a judgement, `disagreement` or `open`."""
    if cell.state is CellState.DISAGREEMENT:
        return "disagreement"
    return "open" if cell.judgement is None else cell.judgement.value


def cell_note(entry: MatrixCell, run: str) -> str:
    """The second line of a matrix cell: how the answer came about, or what the analysis suggests."""
    cell = entry.cell
    if cell.state is not CellState.NOT_ASSESSED:
        return "earlier text" if cell.stale else CELL_STATES[cell.state]
    if entry.suggestion is None:
        return "not analysed" if run == "none" else "no candidate"
    return f"{entry.suggestion.band} · {entry.suggestion.probability:.0%}".replace("%", "\u00a0%")


def cell_spoken(entry: MatrixCell) -> str:
    """A matrix cell for a screen reader."""
    cell, found = entry.cell, entry.suggestion
    said = [cell_label(cell).lower(), CELL_STATES[cell.state]]
    if cell.stale:
        said.append("answered on an earlier text")
    if cell.state is CellState.NOT_ASSESSED:
        said.append(f"best candidate {found.label}, {found.band}" if found else "no candidate")
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
    data = law.certificate
    lines = [("Text", _text(data)), ("Outside the sections", _remainder(data.get("remainder", {})))]
    lines.append(("Gaps in the numbering", _listed(data.get("numbering_gaps", ()), "none")))
    lines.append(("Numbers that occur twice", _listed(data.get("duplicate_labels", ()), "none")))
    lines.append(("Sections without text", _listed(data.get("empty_bodies", ()), "none")))
    lines.append(("Pages read by text recognition", _listed(data.get("pages_ocred", ()), "none")))
    lines.append(("Language", _language(data)))
    return lines


def _text(data: Mapping[str, Any]) -> str:
    read, inside = data.get("characters_read"), data.get("characters_in_sections")
    if read is None or inside is None:
        return UNKNOWN
    share = percent(inside / read) if read else "none"
    return f"{number(inside)} of {plural(read, 'character')} read are in sections ({share})."


def _remainder(remainder: Mapping[str, int]) -> str:
    kinds = [f"{REMAINDER.get(kind, kind)}: {number(count)}" for kind, count in sorted(remainder.items()) if count]
    return "; ".join(kinds) + " characters." if kinds else "nothing."


def _listed(found: Any, nothing: str) -> str:
    items = [str(item) for item in found]
    if not items:
        return nothing
    more = f" and {len(items) - 30} more" if len(items) > 30 else ""
    return ", ".join(items[:30]) + more


def _language(data: Mapping[str, Any]) -> str:
    if data.get("language") is None:
        return UNKNOWN
    return f"{language(data['language'])}, recognised with {percent(data.get('language_confidence'))} confidence."


def job_line(job: Job) -> str:
    """What a job does or did, in one line."""
    if job.message:
        return job.message
    return job.step or JOB_STATES[job.state]
