"""What speaks for missing text besides the numbers: contents, printed pages, customs, letters, the law's last words."""

import random
from dataclasses import replace

import pytest
from test_certificate import SENTENCES, law_of, read

from analyser.reading import Document, Line
from analyser.sections import Certificate, split

HEIGHT, WIDTH = 842.0, 595.0


def paged(lines: list[Line], rows: int = 30, of: bool = False) -> Document:
    """The lines on pages of so many rows, with a printed number at the foot: `7` or `7 of 9`."""
    placed: list[Line] = []
    total = -(-len(lines) // rows)
    for page in range(total):
        for at, line in enumerate(lines[page * rows : (page + 1) * rows]):
            top, right = 110.0 + 20 * at, min(520.0, 70 + 4.5 * len(line.text))
            placed.append(replace(line, page=page + 1, box=(70.0, top, right, top + 11), size=11.0))
        number = f"{page + 41} of {total + 40}" if of else str(page + 41)
        placed.append(Line(number, page=page + 1, box=(290.0, 810.0, 305.0, 820.0), size=9.0))
    sizes = ((WIDTH, HEIGHT),) * total
    return Document("law.pdf", "application/pdf", "0" * 64, "test/1", tuple(placed), total, sizes)


def without(document: Document, page: int) -> Document:
    """The file as it is when one page was never in it."""
    kept = [x for x in document.lines if x.page != page]
    lines = tuple(replace(x, page=x.page - (x.page > page)) for x in kept if x.page)
    return replace(document, lines=lines, pages=(document.pages or 0) - 1, page_sizes=document.page_sizes[1:])


def certified(document: Document) -> Certificate:
    return split(document, "en").certificate


def long_section() -> list[Line]:
    """A law whose sixth section runs over pages, so that a lost page leaves no gap in the numbers."""
    lines = law_of(12)
    at = next(i for i, line in enumerate(lines) if line.text.startswith("7. ")) - 1
    chance = random.Random(3)
    return [*lines[:at], *(Line(chance.choice(SENTENCES)) for _ in range(150)), *lines[at:]]


def test_a_page_lost_inside_a_section_shows_in_the_printed_numbers() -> None:
    whole = paged(long_section())
    assert not any("page numbers" in reason for reason in certified(whole).reasons)
    reasons = certified(without(whole, 3)).reasons
    assert any("page numbers jump: 42 to 44" in reason for reason in reasons)


def test_the_last_page_is_missing_where_pages_are_counted() -> None:
    whole = paged(law_of(40), of=True)
    assert certified(whole).verdict == "complete"
    assert any("The last page is" in reason for reason in certified(without(whole, whole.pages or 0)).reasons)


UNKNOWN_END = "Nothing shows that the law ends with {}: compare the last section with the source."


@pytest.mark.parametrize("seed", range(3))
def test_a_tail_cut_behind_a_full_stop_is_noted(seed: int) -> None:
    lines = law_of(40, seed)
    cut = 1 + 4 * random.Random(seed).randrange(25, 38)
    certificate = read(lines[:cut]).certificate
    assert (certificate.verdict, certificate.reasons) == ("complete", ())
    assert certificate.observations == (UNKNOWN_END.format((cut - 1) // 4),)
    assert UNKNOWN_END.format(40) not in read(lines).certificate.observations


@pytest.mark.parametrize(
    ("cited", "verdict"), [("31", "review"), ("34 or 35", "review"), ("12", "complete"), ("240", "complete")]
)
def test_a_tail_that_is_cited_is_missed(cited: str, verdict: str) -> None:
    """The act's own sections end a little behind the last; another act's 240 is far away."""
    lines = law_of(40)[: 1 + 4 * 30]
    at = next(i for i, line in enumerate(lines) if line.text.startswith("9. ")) + 1
    lines[at] = replace(lines[at], text=f"(1) The court may proceed as described in section {cited} of this Act.")
    certificate = read(lines).certificate
    assert certificate.verdict == verdict
    if verdict == "review":
        assert certificate.reasons[0].startswith(f"Sections behind the last one are cited: {cited[:2]}")


def test_a_last_page_full_to_its_foot_is_doubtful() -> None:
    whole = paged(law_of(40))
    assert certified(whole).verdict == "complete"
    assert certified(without(whole, whole.pages or 0)).verdict == "review"


def test_the_number_of_an_act_at_the_head_is_no_page_count() -> None:
    lines = []
    for line in paged(law_of(40)).lines:
        numbered = line.text.isdecimal()
        lines.append(replace(line, text=f"Act 5 of 2018 {line.text}") if numbered else line)
    document = replace(paged(law_of(40)), lines=tuple(lines))
    assert not any("last page" in reason for reason in certified(document).reasons)


def contents(numbers: range) -> list[Line]:
    return [Line(f"{n}. Offence of kind {n} ........ {n // 4 + 1}") for n in numbers]


def test_the_list_of_contents_names_what_was_cut_off() -> None:
    lines = [Line("Invented Offences Act"), *contents(range(1, 41)), *law_of(40)[1:]]
    assert read(lines).certificate.verdict == "complete"
    reasons = read(lines[: 41 + 4 * 36]).certificate.reasons
    assert any("list of contents" in reason and "37, 38, 39, 40" in reason for reason in reasons)


def test_a_number_in_neither_law_nor_contents_was_never_there() -> None:
    numbers = [n for n in range(1, 41) if n not in (17, 18)]
    listed = [line for n in numbers for line in contents(range(n, n + 1))]
    at = 1 + 4 * 16
    body = law_of(40)
    certificate = read([body[0], *listed, *body[1:at], *body[at + 8 :]]).certificate
    assert certificate.numbering_gaps == ("17-18",)
    assert certificate.verdict == "complete"


@pytest.mark.parametrize("seed", range(3))
def test_letters_moved_in_the_alphabet_are_not_language(seed: int) -> None:
    """A font whose letters are mapped to other letters: no symbol gives it away."""
    lines = law_of(40, seed)
    start = random.Random(seed).randrange(20, 120)
    for at in range(start, start + 16):
        text = "".join(chr(ord(c) + 3) if c.isalpha() else c for c in lines[at].text)
        lines[at] = replace(lines[at], text=text)
    certificate = read(lines).certificate
    assert certificate.verdict != "complete"


def apart(lines: list[Line]) -> list[Line]:
    """The lines as paragraphs, none wrapped into the next."""
    return [replace(line, gap=True) for line in lines]


def test_a_paragraph_that_is_missing_and_a_sentence_cut_meet_in_one_section() -> None:
    lines = law_of(40)
    at = next(i for i, line in enumerate(lines) if line.text.startswith("20. "))
    lines[at + 1] = Line("of a sentence that began on the page before and that nobody can find any more.")
    certificate = read(apart(lines)).certificate
    assert any("Paragraph numbers are missing: 20" in reason for reason in certificate.reasons)


def test_one_paragraph_number_left_out_is_an_observation() -> None:
    lines = law_of(40)
    at = next(i for i, line in enumerate(lines) if line.text.startswith("20. "))
    certificate = read(apart([*lines[: at + 1], *lines[at + 2 :]])).certificate
    assert (certificate.verdict, certificate.reasons) == ("complete", ())
    assert certificate.observations == ("Paragraph numbers are missing: 20.",)


LIMITS = (
    "La juridiction peut, en outre, ordonner que le condamné soit tenu de se soumettre à un suivi pendant cinq ans."
)


def test_a_section_in_another_language_is_recorded_with_its_language() -> None:
    lines = law_of(40)
    at = next(i for i, line in enumerate(lines) if line.text.startswith("20. "))
    lines[at : at + 3] = [Line(f"20. (1) {LIMITS}"), *(Line(f"({n}) {LIMITS}") for n in (2, 3))]
    certificate = read(lines).certificate
    assert certificate.languages == {"20": "fr"}
    assert any("another language: 20 (fr)" in reason for reason in certificate.reasons)
    assert read(law_of(40)).certificate.languages == {}


def test_a_lost_number_leaves_its_title_inside_the_section_before() -> None:
    """The last section's number is lost, so no number is missing."""
    lines = [line for line in apart(law_of(12)) if not line.text.startswith("Offence of kind")]
    at = next(i for i, line in enumerate(lines) if line.text.startswith("12. "))
    lines[at : at + 1] = [Line("Offences of the last kind", gap=True), Line(lines[at].text[4:], gap=True)]
    certificate = read(lines).certificate
    said = (*certificate.reasons, *certificate.observations)
    assert "A line like a heading stands before a first paragraph inside the text: 11." in said
