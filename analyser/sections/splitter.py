"""A Document becomes sections: the steps in order, and nothing that any one of them decides.

rows (furniture apart) - candidates - the family that numbers this law - contents lists apart - the chain - units
outside the numbering - titles, enclosing headings, bodies - sections and the certificate.
"""

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from analyser.errors import NoSections, UnknownName
from analyser.language import detect
from analyser.reading import Document
from analyser.sections.bands import reorder
from analyser.sections.build import Builder
from analyser.sections.chain import choose
from analyser.sections.evidence import weigh
from analyser.sections.family import BARE, chapters, contents, primary
from analyser.sections.law import Piece, Section, SplitLaw
from analyser.sections.layout import Looks, heads
from analyser.sections.marks import Mark, find_marks
from analyser.sections.parts import Part, read_part
from analyser.sections.pieces import OTHER, Found, find_pieces
from analyser.sections.row import Row
from analyser.sections.rows import read_rows, wrap
from analyser.sections.titles import arrange


def split(
    document: Document,
    language: str | None = None,
    piece: int | None = None,
    apart: Mapping[int, str] | None = None,
) -> SplitLaw:
    """The sections of a law with their certificate. Pure; raises NoSections when nothing looks like a section.

    Where the text holds several laws, the certificate lists them; `piece` (from 1) takes one of them alone, and the
    text of the others is in the remainder. Raises UnknownName when there is no such piece. `apart`: indexes of lines
    that are not this law's, each with the kind of remainder it is counted as.
    """
    given = dict(apart or {})
    whole, found = _split(document, language, given)
    if piece is None:
        return whole
    if not 1 <= piece <= max(1, len(found)):
        holds = f"{len(found)} pieces" if found else "one law"
        raise UnknownName(f"There is no piece {piece}: {document.name} holds {holds}.", hint="See the certificate.")
    if not found:
        return whole
    others = {line: OTHER for at, other in enumerate(found, 1) if at != piece for line in other.lines}
    law, _ = _split(document, language, others | given)
    name, note = f"{document.name}#{piece}", f"Piece {piece} of {len(found)} of the file; the others were not taken."
    certificate = replace(law.certificate, law=name, splitter=f"{law.certificate.splitter} piece {piece}", pieces=())
    return replace(
        law, law=name, certificate=certificate, title=found[piece - 1].piece.title or law.title, notes=(note,)
    )


def _split(document: Document, language: str | None, apart: Mapping[int, str]) -> tuple[SplitLaw, tuple[Found, ...]]:
    """The law of all lines but those `apart` (indexes), and the pieces it holds."""
    every = read_rows(document)
    for at, row in enumerate(every):
        if at in apart:
            row.kind = row.kind or apart[at]
        elif at - 1 in apart and not row.box:
            row.gap = row.printed_gap = True
    own = "\n".join(x.text for at, x in enumerate(document.lines) if not x.aside and at not in apart)
    found, confidence = detect(own or document.text, language or document.language_hint)
    if language:
        found, confidence = language, 1.0
    rows = [r for r in every if r.kind is None]
    wrap(rows)
    looks, marks, family = _candidates(rows)
    if document.page_sizes and (better := reorder(rows, document, family)) != rows:
        rows = better
        wrap(rows)
        looks, marks, family = _candidates(rows)
    listed = contents(rows, family) if family else set()
    if listed:
        for at in listed:
            rows[at].kind = "contents"
        rows = [r for r in rows if r.kind is None]
        looks, marks, family = _candidates(rows)
    pieces = find_pieces(rows, looks, family)
    for mark in family:
        rows[mark.row].numbered = True
    parts = _parts(rows, looks)
    starts, restarts = chapters(family, parts)
    chain = choose(family, starts, restarts) if family else []
    if not chain:
        raise NoSections(
            "Nothing in this text looks like the sections of a law.",
            hint="Check that the file holds the law itself and that its text can be selected and copied.",
        )
    chosen = _outside(rows, marks, chain, looks)
    units = arrange(rows, chosen, looks, every)
    chapter_words = {part.word for row, part in parts if row in set(starts)} if restarts else set()
    law = Builder(document, every, rows, units, looks, chapter_words).law(found, confidence)
    return _with_pieces(law, pieces), pieces


def _with_pieces(law: SplitLaw, found: tuple[Found, ...]) -> SplitLaw:
    """The law with the pieces it holds on its certificate and in its notes."""
    if not found:
        return law
    pieces = tuple(_counted(one, law.sections) for one in found)
    listed = "; ".join(f"{at}: {piece.words}" for at, piece in enumerate(pieces, 1))
    note = f"The file holds {len(pieces)} laws, each with its own numbering; each can be taken alone. {listed}."
    return replace(law, certificate=replace(law.certificate, pieces=pieces), notes=(*law.notes, note))


def _counted(found: Found, sections: Sequence[Section]) -> Piece:
    """The piece with the sections that the split of the whole has in it, where these are more."""
    own = [section for section in sections if section.lines[0] in found.lines]
    if len(own) <= found.piece.sections:
        return found.piece
    return replace(found.piece, first=own[0].label, last=own[-1].label, sections=len(own))


def _candidates(rows: list[Row]) -> tuple[Looks, list[Mark], list[Mark]]:
    """What tells a heading here, all candidates, and those of the family that numbers the law."""
    looks = Looks.of(rows)
    marks = find_marks(rows)
    weigh(rows, marks, looks)
    return looks, marks, primary(marks)


def _parts(rows: Sequence[Row], looks: Looks) -> list[tuple[int, Part]]:
    found = []
    for at, row in enumerate(rows):
        if len(row.text) <= 300 and not row.follows and (part := read_part(row)) and heads(row, looks) >= 1.5:
            found.append((at, part))
    return found


def _outside(rows: list[Row], marks: list[Mark], chain: list[Mark], looks: Looks) -> list[Mark]:
    """The chain with the units outside the numbering: special provisions anywhere, schedules behind the sections."""
    taken = {m.row for m in chain}
    late = chain[int(0.6 * (len(chain) - 1))].row
    first = chain[0].row
    extra = []
    for mark in marks:
        row = rows[mark.row]
        looks_like = row.gap or (looks.bold and row.bold) or row.level is not None or row.centred
        looks_like = looks_like or (
            mark.family == "special" and not mark.style.endswith("alone") and (row.fresh or rows[mark.row - 1].ends)
        )
        looks_like = looks_like or (
            mark.family == "special" and mark.row > 0 and heads(rows[mark.row - 1], looks) >= 1.5
        )
        if mark.row in taken or mark.quoted or row.follows or not looks_like:
            continue
        if (mark.family == "special" and mark.row > first) or (
            mark.family == "schedule" and mark.row > late and not _sentence(row)
        ):
            extra.append(mark)
    extra = _with_body(rows, chain, extra)
    schedules = [m.row for m in extra if m.family == "schedule"]
    if schedules and chain[0].family in BARE:
        chain = [m for m in chain if m.row < schedules[0]]
    return sorted([*chain, *extra], key=lambda m: m.row)


def _with_body(rows: list[Row], chain: list[Mark], extra: list[Mark]) -> list[Mark]:
    """Units outside the numbering with text of their own; the others head what follows, or are printed twice."""
    every = sorted([*chain, *extra], key=lambda m: m.row)
    after = {m.row: n for m, n in itertools.pairwise(every)}
    bare = {m.row for m in chain if not rows[m.row].text[m.end :].strip()}
    kept = []
    for mark in extra:
        follower = after.get(mark.row)
        near = follower is not None and follower.row - mark.row <= 3
        twice = near and follower is not None and follower.label == mark.label
        alone = mark.style.endswith(" alone") and not rows[mark.row].text[mark.end :].strip()
        title = alone and mark.row - 1 in bare
        if not twice and not title and not (near and alone):
            kept.append(mark)
    return kept


def _sentence(row: Row) -> bool:
    return len(row.text) > 60 and bool(re.search(r"[.;,]$", row.text)) and not row.text.isupper()
