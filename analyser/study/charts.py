"""The study's charts, each with the table it draws: colour never says anything that a letter, number or line does not.

Altair makes the specification, vl-convert draws it without a browser or network. The same figures give the same bytes.
The palette is that of Okabe and Ito, told apart by the colour-blind, and falls from dark to light on a grey printer.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

import altair as alt
import vl_convert

from analyser.errors import NotFound
from analyser.review.judgement import Judgement
from analyser.study.calibration import Bin
from analyser.study.dossier import Dossier, Measured, Point
from analyser.study.places import tiles
from analyser.study.records import Study, TableRow

ANSWERS = ("covered", "partial", "not covered", "unclear", "not assessed")
COLOURS = ("#00527f", "#5ba7d9", "#d55e00", "#f0e442", "#e6e6e6")
INKS = ("white", "black", "black", "black", "black")
LETTERS = dict(zip(ANSWERS, ("C", "P", "N", "U", "–"), strict=True))
_SCALE = alt.Scale(domain=list(ANSWERS), range=list(COLOURS))
_INK = alt.Scale(domain=list(ANSWERS), range=list(INKS))
_FONT = "Liberation Sans, Arial, DejaVu Sans, sans-serif"
_FEWEST_ON_A_MAP = 3  # countries: fewer, or invented ones, are no picture of the world
_PIXELS = 2.0  # per unit of a PNG: fit for print at half the size


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing and what it draws: `rows` under `header` hold every figure of it."""

    name: str
    title: str
    alt: str  # one sentence for who cannot see it
    header: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    spec: Mapping[str, Any]

    def svg(self) -> str:
        return _svg(json.dumps(self.spec))

    def png(self) -> bytes:
        return _png(json.dumps(self.spec))


@lru_cache(maxsize=64)  # a site and the document in it hold the same drawings
def _svg(spec: str) -> str:
    return vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])


@lru_cache(maxsize=64)
def _png(spec: str) -> bytes:
    return vl_convert.vegalite_to_png(spec, scale=_PIXELS, allowed_base_urls=[])


def _finished(chart: Any, title: str) -> dict[str, Any]:
    """The specification with the house style."""
    styled = (
        chart.properties(title=alt.TitleParams(title, anchor="start", fontSize=14, offset=12))
        .configure(font=_FONT, background="white")
        .configure_view(stroke=None)
        .configure_axis(labelFontSize=11, titleFontSize=11, labelLimit=420, domainColor="#888", tickColor="#888")
        .configure_legend(labelFontSize=11, titleFontSize=11, orient="bottom", direction="horizontal")
    )
    found: dict[str, Any] = styled.to_dict()
    return found


def _data(rows: Sequence[Mapping[str, Any]]) -> Any:
    return alt.Data(values=[dict(row) for row in rows])


def said(answer: Judgement | None) -> str:
    """An answer in the words of the charts' legend."""
    return "not assessed" if answer is None else answer.value.replace("_", " ")


def heatmap(dossier: Dossier) -> Chart:
    """Country x element, a letter in every cell; a dot beside it where the State need not have it."""
    cells, table = [], []
    for sheet in dossier.sheets:
        line: list[str] = [sheet.country.name]
        for at, entry in enumerate(sheet.entries):
            answer = said(entry.cell.counted)
            mark = LETTERS[answer] + ("·" if entry.duty.status == "not_required" else "")
            column = f"{at + 1:02d} {entry.article}"
            cells.append({"country": sheet.country.name, "element": column, "answer": answer, "mark": mark})
            line.append(answer)
        table.append(tuple(line))
    labels = [entry.label for entry in dossier.sheets[0].entries] if dossier.sheets else []
    base = alt.Chart(_data(cells)).encode(
        x=alt.X("element:N", sort=None, title=None, axis=alt.Axis(orient="top", labelAngle=-55)),
        y=alt.Y("country:N", sort=None, title=None),
    )
    drawn = base.mark_rect(stroke="white", strokeWidth=1).encode(
        color=alt.Color("answer:N", scale=_SCALE, legend=alt.Legend(title=None))
    ) + base.mark_text(fontSize=11).encode(text="mark:N", color=alt.Color("answer:N", scale=_INK, legend=None))
    chart = drawn.resolve_scale(color="independent").properties(
        width=max(1, len(labels)) * 34, height=max(1, len(table)) * 24
    )
    title = f"Answers by country and element: {dossier.study.benchmark_title}"
    spec = _finished(chart, title)
    alt_text = f"{len(table)} countries by {len(labels)} elements; C covered, P partial, N not covered, U unclear."
    return Chart("heatmap", title, alt_text, ("Country", *labels), tuple(table), spec)


def _counts(row: TableRow) -> tuple[int, ...]:
    return row.covered, row.partial, row.not_covered, row.unclear, row.not_assessed


def bars(study: Study) -> Chart:
    """A bar per row, cut into the five counts, each written into its piece."""
    pieces = []
    for row in study.table:
        start = 0
        for answer, count in zip(ANSWERS, _counts(row), strict=True):
            if count:
                middle = start + count / 2
                pieces.append({"row": row.label, "answer": answer, "from": start, "to": start + count})
                pieces[-1] |= {"count": count, "middle": middle}
            start += count
    base = alt.Chart(_data(pieces)).encode(
        y=alt.Y("row:N", sort=None, title=None, scale=alt.Scale(paddingInner=0.25), axis=alt.Axis(labelLimit=460))
    )
    drawn = base.mark_bar(stroke="white").encode(
        x=alt.X("from:Q", title="countries", axis=alt.Axis(format="d", tickMinStep=1)),
        x2="to:Q",
        color=alt.Color("answer:N", scale=_SCALE, legend=alt.Legend(title=None)),
    ) + base.mark_text(fontSize=11).encode(
        x="middle:Q", text="count:Q", color=alt.Color("answer:N", scale=_INK, legend=None)
    )
    chart = drawn.resolve_scale(color="independent").properties(width=340, height=max(1, len(study.table)) * 26)
    title = "How many countries cover each conduct"
    rows = tuple((row.label, *_counts(row), row.total) for row in study.table)
    header = ("Conduct", *(one.capitalize() for one in ANSWERS), "Countries")
    return Chart(
        "bars",
        title,
        f"{len(rows)} conducts over {len(study.countries)} countries.",
        header,
        rows,
        _finished(chart, title),
    )


def tile_map(study: Study, row: int) -> Chart:
    """A tile per State, coloured by its answer to one row; States outside the study are outlined."""
    found = study.table[row]
    places = tiles(country.code.partition("-")[0] for country in study.countries)
    answers = {code.partition("-")[0]: said(answer) for code, answer in found.answers.items()}
    squares = [
        {"code": code.upper(), "x": x, "y": y, "answer": answers.get(code, "outside the study")}
        for code, (x, y) in places.items()
    ]
    scale = alt.Scale(domain=[*ANSWERS, "outside the study"], range=[*COLOURS, "white"])
    ink = alt.Scale(domain=[*ANSWERS, "outside the study"], range=[*INKS, "#999999"])
    base = alt.Chart(_data(squares)).encode(
        x=alt.X("x:O", axis=None, scale=alt.Scale(padding=0)), y=alt.Y("y:O", axis=None, scale=alt.Scale(padding=0))
    )
    drawn = base.mark_rect(stroke="#bbbbbb", strokeWidth=0.6).encode(
        color=alt.Color("answer:N", scale=scale, legend=alt.Legend(title=None, symbolStrokeColor="#bbbbbb"))
    ) + base.mark_text(fontSize=9).encode(text="code:N", color=alt.Color("answer:N", scale=ink, legend=None))
    wide = max(x for x, _ in places.values()) + 1
    high = max(y for _, y in places.values()) + 1
    chart = drawn.resolve_scale(color="independent").properties(width=wide * 19, height=high * 17)
    rows = tuple((country.name, said(found.answers[country.code])) for country in study.countries)
    alt_text = f"A tile per State by its answer; {found.covered} of {found.total} countries cover the conduct."
    return Chart(f"map-{row + 1}", found.label, alt_text, ("Country", "Answer"), rows, _finished(chart, found.label))


def progress(points: Sequence[Point]) -> Chart:
    """All answers of each edition by kind: how far the countries have come."""
    totals: dict[tuple[str, str], list[int]] = {}
    for point in points:
        counts = (point.covered, point.partial, point.not_covered, point.unclear, point.not_assessed)
        kept = totals.setdefault((point.edition, point.at), [0] * len(ANSWERS))
        for at, count in enumerate(counts):
            kept[at] += count
    lines = [
        {"edition": f"{edition} ({day})", "answer": answer, "share": count / max(1, sum(counts)), "count": count}
        for (edition, day), counts in totals.items()
        for answer, count in zip(ANSWERS, counts, strict=True)
    ]
    base = alt.Chart(_data(lines)).encode(
        x=alt.X("edition:N", sort=None, title=None, axis=alt.Axis(labelAngle=0)),
        y=alt.Y("share:Q", title="share of all answers", axis=alt.Axis(format=".0%"), scale=alt.Scale(domain=[0, 1])),
        color=alt.Color(
            "answer:N",
            scale=alt.Scale(domain=list(ANSWERS), range=["#00527f", "#5ba7d9", "#d55e00", "#8a7d00", "#777777"]),
            legend=alt.Legend(title=None),
        ),
    )
    shapes = alt.Shape("answer:N", scale=alt.Scale(domain=list(ANSWERS)), legend=alt.Legend(title=None))
    dashes = alt.StrokeDash("answer:N", scale=alt.Scale(domain=list(ANSWERS)), legend=None)
    drawn = base.mark_line().encode(strokeDash=dashes) + base.mark_point(filled=True, size=60).encode(shape=shapes)
    title = "Progress from edition to edition"
    chart = drawn.properties(width=max(260, 130 * len(totals)), height=240)
    rows = tuple((edition, day, *counts) for (edition, day), counts in totals.items())
    header = ("Edition", "Date", *(one.capitalize() for one in ANSWERS))
    return Chart(
        "progress", title, f"Answers of {len(totals)} editions by kind.", header, rows, _finished(chart, title)
    )


def agreement(found: Measured) -> Chart:
    """Answers of two blind reviewers against each other."""
    words = [one.value.replace("_", " ") for one in Judgement]
    counts = {(one.replace("_", " "), other.replace("_", " ")): n for one, other, n in found.confusion}
    cells = [{"first": one, "second": other, "items": counts.get((one, other), 0)} for one in words for other in words]
    names = found.reviewers if len(found.reviewers) == 2 else ("first reviewer", "second reviewer")
    base = alt.Chart(_data(cells)).encode(
        x=alt.X("second:N", sort=words, title=names[1], axis=alt.Axis(orient="top", labelAngle=0)),
        y=alt.Y("first:N", sort=words, title=names[0]),
    )
    most = max(1, *counts.values())
    shade = alt.Color("items:Q", scale=alt.Scale(scheme="blues", domain=[0, most]), legend=None)
    ink = alt.condition(f"datum.items > {most / 2}", alt.value("white"), alt.value("black"))
    drawn = base.mark_rect(stroke="#cccccc").encode(color=shade) + base.mark_text(fontSize=12).encode(
        text="items:Q", color=ink
    )
    title = f"Agreement of blind answers: {found.items} items"
    rows = tuple((one, *(counts.get((one, other), 0) for other in words)) for one in words)
    spec = _finished(drawn.properties(width=320, height=180), title)
    alt_text = "Answers of one reviewer by the answers of the other; agreement is on the diagonal."
    return Chart("agreement", title, alt_text, (f"{names[0]} / {names[1]}", *words), rows, spec)


def reliability(bins: Sequence[Bin]) -> Chart:
    """Probability shown against share cited; on the line a probability keeps its word."""
    points = [
        {"mean": one.mean, "share": one.share, "candidates": one.candidates} for one in bins if one.share is not None
    ]
    axis = alt.Axis(format=".0%")
    line = alt.Chart(_data([{"a": 0, "b": 0}, {"a": 1, "b": 1}])).mark_line(color="#888", strokeDash=[4, 4])
    scale = alt.Scale(domain=[0, 1])
    base = alt.Chart(_data(points)).encode(
        x=alt.X("mean:Q", title="probability shown (mean of the bin)", axis=axis, scale=scale),
        y=alt.Y("share:Q", title="share cited by reviewers", axis=axis, scale=scale),
    )
    drawn = line.encode(x=alt.X("a:Q", scale=scale), y=alt.Y("b:Q", scale=scale)) + (
        base.mark_point(filled=True, color="#00527f", size=70)
        + base.mark_text(dy=-11, fontSize=10).encode(text="candidates:Q")
    )
    title = "Reliability of the probabilities"
    header = ("From", "To", "Candidates", "Mean probability", "Cited")
    rows = tuple(
        (one.low, one.high, one.candidates, "" if one.mean is None else round(one.mean, 4), one.cited) for one in bins
    )
    alt_text = "Share of candidates that reviewers cited, by the probability they were shown with."
    return Chart(
        "reliability", title, alt_text, header, rows, _finished(drawn.properties(width=280, height=280), title)
    )


Maker = Callable[[], Chart]


def _mapped(study: Study) -> int:
    """Countries with a tile of their own on the map of the world."""
    world = tiles(())
    return sum(country.code.partition("-")[0] in world for country in study.countries)


def of_dossier(dossier: Dossier, points: Sequence[Point]) -> dict[str, Maker]:
    """Name -> how to draw it, for every chart an export of this dossier holds; nothing is drawn before it is called."""
    if not dossier.study.countries:
        return {}
    makers: dict[str, Maker] = {"bars": lambda: bars(dossier.study), "heatmap": lambda: heatmap(dossier)}
    if _mapped(dossier.study) >= _FEWEST_ON_A_MAP:
        makers |= {f"map-{at + 1}": partial(tile_map, dossier.study, at) for at in range(len(dossier.study.table))}
    if len({point.edition for point in points}) > 1:
        makers["progress"] = lambda: progress(points)
    if (measured := dossier.agreement) is not None and measured.confusion:
        makers["agreement"] = lambda: agreement(measured)
    return makers


def named(dossier: Dossier, points: Sequence[Point], bins: Sequence[Bin], name: str, row: int = 1) -> Chart:
    """One chart by name; `row` from 1 is what a `map` shows. Raises NotFound where there is nothing to draw yet."""
    if name == "reliability" and any(one.candidates for one in bins):
        return reliability(bins)
    if name == "map" and 1 <= row <= len(dossier.study.table):
        return tile_map(dossier.study, row - 1)
    makers = of_dossier(dossier, points)
    if name not in makers:
        needs = {
            "progress": "two editions",
            "agreement": "two blind reviewers",
            "reliability": "an analysis and answers",
        }
        raise NotFound(f"There is nothing to draw for {name!r}.", hint=f"It needs {needs.get(name, 'a country')}.")
    return makers[name]()
