"""A publication as a Word document, and a single country's sheet and questionnaire as ones of their own."""

from datetime import UTC, datetime, time

from analyser.study import charts
from analyser.study.charts import said
from analyser.study.dossier import Publication
from analyser.study.exports import tables
from analyser.study.exports.word import Word
from analyser.study.gaps import decisive
from analyser.study.records import CountrySheet, Gap, SheetEntry

_COUNTS = (5.1, 1.7, 1.7, 1.7, 1.6, 1.7, 1.7, 1.8)


def document(found: Publication) -> bytes:
    """The whole study. Raises AnalyserError when a row does not sum."""
    word = _word(found, found.dossier.study.benchmark_title)
    word.title(found.dossier.study.benchmark_title, f"{found.imprint.title}, {found.date}")
    about = tables.about(found)
    word.table(about.title, about.header, about.rows, (4.5, 12.5))
    word.text(about.note)
    word.contents()
    _tables(word, found)
    _pictures(word, found)
    _gaps(word, found)
    for sheet in found.dossier.sheets:
        _sheet(word, sheet)
    _sources(word, found)
    return word.finished()


def _word(found: Publication, title: str) -> Word:
    moment = found.imprint.frozen_at or datetime.combine(found.dossier.on, time(), UTC)
    footer = f"{found.imprint.title}, {found.date}; fingerprint {found.imprint.fingerprint[:16]}"
    return Word(title, f"{found.imprint.title}, {found.date}", footer, moment)


def _tables(word: Word, found: Publication) -> None:
    word.heading("The study table", new_page=True)
    parts = [one for one in found.dossier.study.slices if one.kind != "subregion"]
    shown = [tables.study_table(found), *map(tables.slice_table, parts)]
    for number, table in enumerate(shown):
        if number:
            word.heading(table.title, 2)
        header = ("Conduct", *table.header[2:6], table.header[6], table.header[7], table.header[8])
        lines = [(row[0], *row[2:9]) for row in table.rows]
        word.table(table.title, header, lines, _COUNTS)
        word.text(table.note)
    free = sum(len(row.not_required) for row in found.dossier.study.table)
    if free:
        word.text(f"{free} answers of the study table concern what a State need not have; they are no gaps.")
    word.text(f"Row sums {tables.sums_said(found)}.")


def _pictures(word: Word, found: Publication) -> None:
    makers = charts.of_dossier(found.dossier, found.progress)
    wanted = [name for name in ("bars", "heatmap", "progress", "agreement") if name in makers]
    if not wanted:
        return
    word.heading("Pictures", new_page=True)
    for name in wanted:
        chart = makers[name]()
        word.figure(chart.png(), chart.title, chart.alt)
    first = found.dossier.sheets[0]
    lines = [(f"{at:02d}", entry.article, entry.label) for at, entry in enumerate(first.entries, 1)]
    word.table("The elements of the heatmap", ("Number", "Article", "Conduct"), lines, (2.0, 5.0, 10.0))


def _gaps(word: Word, found: Publication) -> None:
    word.heading("Gaps", new_page=True)
    table = tables.gaps_by_element(found)
    word.heading("By element", 2)
    lines = [(row[1], row[2], *row[3:7], row[7] or "–", row[8] or "–") for row in table.rows]
    word.table(
        table.title, (*table.header[1:7], "Missing in", "Partial in"), lines, (4.0, 2.4, 1.4, 1.4, 1.4, 1.6, 2.5, 2.3)
    )
    word.text(table.note)
    for entry in found.dossier.study.by_country:
        if entry.gaps or entry.not_required:
            word.heading(entry.country.name, 2)
            for gap in (*entry.gaps, *entry.not_required):
                _gap(word, gap)


def _gap(word: Word, gap: Gap) -> None:
    word.heading(f"{gap.label} ({gap.article}): {said(gap.judgement)}", 3)
    if gap.duty.status == "not_required":
        word.text(f"{gap.duty.words} {gap.duty.source}", bold="Not required. ")
    for _, words in gap.reasons:
        word.text(words, "List Bullet")
    if gap.rationale:
        word.text(gap.rationale)
    for one in gap.citations:
        word.text("", bold=f"Closest provision: {one.law_title}, {one.label}{f' {one.heading}' if one.heading else ''}")
        word.text(one.quote, "Quote")
    for sentence in gap.recommendations:
        word.text(sentence, bold="Recommendation: ")
    if gap.see_also:
        word.text("; ".join(one.cited for one in gap.see_also), bold="See also: ")
    for wording in gap.elsewhere:
        cited = f"{wording.country.name}, {wording.citation.law_title}, {wording.citation.label}"
        word.text("", bold=f"How others word it: {cited}")
        word.text(wording.citation.quote, "Quote")


def _sheet(word: Word, sheet: CountrySheet) -> None:
    word.heading(sheet.country.name, new_page=True)
    _laws(word, sheet)
    lines = [(entry.label, entry.article, said(entry.cell.counted), _proof(entry)) for entry in sheet.entries]
    word.table("Answers in short", ("Conduct", "Article", "Answer", "Provision"), lines, (7.0, 3.4, 2.4, 4.2))
    for entry in sheet.entries:
        if entry.cell.ratings:
            _entry(word, entry)
    word.text(", ".join(sheet.reviewers) or "nobody yet", bold="Reviewers: ")


def _laws(word: Word, sheet: CountrySheet) -> None:
    lines = [
        (
            law.title,
            law.as_of or tables.UNKNOWN,
            law.retrieved_at.date().isoformat() if law.retrieved_at else tables.UNKNOWN,
            law.source or tables.UNKNOWN,
            law.sections,
            law.verdict,
        )
        for law in sheet.laws
    ]
    header = ("Law", "Text as of", "Retrieved", "Source", "Sections", "Certificate")
    if lines:
        word.table(f"Laws read: {sheet.country.name}", header, lines, (5.0, 2.3, 2.3, 3.6, 1.7, 2.1))
    else:
        word.text("No law of this country was read; every answer is not assessed or unclear.")


def _proof(entry: SheetEntry) -> str:
    cited = [f"{one.law_title}, {one.label}" for rating in decisive(entry.cell) for one in rating.citations]
    return "; ".join(dict.fromkeys(cited)) or "–"


def _entry(word: Word, entry: SheetEntry) -> None:
    stale = " (given on an earlier text)" if entry.cell.stale else ""
    word.heading(f"{entry.label} ({entry.article}): {said(entry.cell.counted)}{stale}", 3)
    if entry.duty.status in ("not_required", "part"):
        word.text(
            f"{entry.duty.words} {entry.duty.source}", bold=f"{entry.duty.status.replace('_', ' ').capitalize()}: "
        )
    for _, words in entry.reasons:
        word.text(words, "List Bullet")
    for rating in decisive(entry.cell):
        if rating.rationale:
            word.text(rating.rationale)
        for one in rating.citations:
            word.text("", bold=f"{one.law_title}, {one.label}{f' {one.heading}' if one.heading else ''}")
            word.text(one.quote, "Quote")
        kind = "adjudicated by" if rating.kind == "adjudication" else "answered by"
        word.text(f"{kind} {rating.reviewer}, {rating.submitted_at:%Y-%m-%d}")
    if entry.absence:
        word.text(entry.absence)
    for sentence in entry.recommendations:
        word.text(sentence, bold="Recommendation: ")


def _sources(word: Word, found: Publication) -> None:
    word.heading("Sources and checks", new_page=True)
    table = tables.sources(found)
    lines = [(*row[:4], row[5], row[8], str(row[10])[:16]) for row in table.rows]
    header = (*table.header[:4], table.header[5], table.header[8], "SHA-256 begins")
    if lines:
        word.table(table.title, header, lines, (2.6, 4.0, 1.8, 2.2, 2.8, 2.0, 2.6))
    word.text(f"Row sums {tables.sums_said(found)}.")


def country_document(found: Publication, sheet: CountrySheet) -> bytes:
    """One country's sheet."""
    word = _word(found, f"{sheet.country.name}: {sheet.benchmark_title}")
    word.title(sheet.country.name, f"{sheet.benchmark_title}. {found.imprint.title}, {found.date}")
    _sheet(word, sheet)
    return word.finished()


def questionnaire(found: Publication, sheet: CountrySheet) -> bytes:
    """What we found, element by element, with a question and room for the government's answer."""
    word = _word(found, f"Questionnaire: {sheet.country.name}")
    word.title(f"Questionnaire to the government of {sheet.country.name}", f"{sheet.benchmark_title}, {found.date}")
    word.text(
        "Please confirm or correct each reading. Answers are recorded beside ours and never written over them; "
        "what stays unanswered is published as our reading. Please send statute text only."
    )
    _laws(word, sheet)
    for number, entry in enumerate(sheet.entries, 1):
        word.heading(f"{number}. {entry.label} ({entry.article})", 3)
        word.text(said(entry.cell.counted), bold="Our reading: ")
        for _, words in entry.reasons:
            word.text(words, "List Bullet")
        for rating in decisive(entry.cell):
            for one in rating.citations:
                word.text(f"“{one.quote}”", "Quote", bold="")
                word.text(f"{one.law_title}, {one.label}")
        word.text(entry.question, bold="Question: ")
        word.table(
            "Your answer", ("Correct: yes / no", "Provision and text, date in force"), [("", "\n\n")], (4.0, 13.0)
        )
    return word.finished()
