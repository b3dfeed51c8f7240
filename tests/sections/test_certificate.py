"""Losses put into invented laws on purpose must show in the certificate; clean laws must never fail."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import laws

from analyser.errors import NoSections
from analyser.reading import Document, Line
from analyser.sections import SplitLaw, split

SENTENCES = (
    "Whoever commits the act described in this section shall be punished with imprisonment.",
    "The attempt is punishable, and the court may reduce the penalty where the harm was slight.",
    "For the purposes of this Act a child is any person under the age of eighteen years.",
    "The police officer shall without delay bring the matter before the magistrate of the district.",
    "A fine may be imposed in addition to imprisonment where the offender acted for gain.",
)


def law_of(sections: int, seed: int = 1) -> list[Line]:
    """An English law with titles above the numbers, three rows a section, blank lines between."""
    chance = random.Random(seed)
    lines = [Line("Invented Offences Act", gap=True)]
    for n in range(1, sections + 1):
        lines.append(Line(f"Offence of kind {n}", gap=True))
        lines.append(Line(f"{n}. (1) {chance.choice(SENTENCES)}"))
        lines += [Line(f"({k}) {chance.choice(SENTENCES)}") for k in (2, 3)]
    lines.append(Line("(4) This Act comes into force on the first day of January."))
    return lines


def read(lines: list[Line], **more: object) -> SplitLaw:
    return split(replace(Document("law.txt", "text/plain", "0" * 64, "test/1", tuple(lines)), **more), "en")  # type: ignore[arg-type]


def garble(text: str, chance: random.Random) -> str:
    return "".join(chance.choice("¤§#%~|") if c.isalpha() and chance.random() < 0.35 else c for c in text)


def test_a_clean_law_is_complete() -> None:
    assert read(law_of(40)).certificate.verdict == "complete"


@pytest.mark.parametrize("law", laws(), ids=lambda law: law.name)
def test_clean_laws_never_fail(law: object) -> None:
    from invented import document

    certificate = split(document(law)).certificate  # type: ignore[arg-type]
    assert certificate.verdict != "failed", certificate.reasons


@pytest.mark.parametrize("seed", range(8))
def test_a_dropped_page_is_a_gap(seed: int) -> None:
    lines = law_of(40, seed)
    start = random.Random(seed).randrange(10, 100)
    certificate = read(lines[:start] + lines[start + 20 :]).certificate
    assert certificate.verdict == "review"
    assert certificate.numbering_gaps


@pytest.mark.parametrize("seed", range(8))
def test_a_section_without_its_text_is_named(seed: int) -> None:
    lines = law_of(40, seed)
    n = random.Random(seed).randrange(2, 39)
    at = next(i for i, line in enumerate(lines) if line.text.startswith(f"{n}. "))
    emptied = [*lines[:at], Line(f"{n}."), *lines[at + 3 :]]
    certificate = read(emptied).certificate
    assert certificate.verdict == "review"
    assert certificate.empty_bodies == (str(n),)


@pytest.mark.parametrize("seed", range(8))
def test_swapped_sections_are_out_of_order(seed: int) -> None:
    lines = law_of(40, seed)
    at = 1 + 4 * random.Random(seed).randrange(5, 30)
    swapped = lines[:at] + lines[at + 4 : at + 8] + lines[at : at + 4] + lines[at + 8 :]
    certificate = read(swapped).certificate
    assert certificate.verdict == "review"
    assert any("out of order" in r or "missing" in r for r in certificate.reasons)


@pytest.mark.parametrize("seed", range(8))
def test_text_cut_in_a_sentence_is_named(seed: int) -> None:
    lines = law_of(40, seed)
    n = random.Random(seed).randrange(2, 39)
    at = next(i for i, line in enumerate(lines) if line.text.startswith(f"{n}. ")) + 2
    cut = [*lines[:at], Line(lines[at].text[:40]), *lines[at + 1 :]]
    certificate = read(cut).certificate
    assert certificate.verdict == "review"
    assert any("breaks off" in r and str(n) in r for r in certificate.reasons)


def test_a_garbled_page_is_named_and_a_garbled_law_fails() -> None:
    chance = random.Random(7)
    lines = law_of(40)
    page = [
        replace(line, text=garble(line.text, chance)) if 40 <= i < 56 and i % 4 in (3, 0) else line
        for i, line in enumerate(lines)
    ]
    assert read(page).certificate.verdict == "review"
    whole = [replace(line, text=line.text[:4] + garble(line.text[4:], chance)) for line in lines]
    assert read(whole).certificate.verdict == "failed"


def test_undecoded_characters_fail() -> None:
    lines = [replace(line, text=line.text.replace("e", "\ufffd")) for line in law_of(40)]
    certificate = read(lines).certificate
    assert certificate.verdict == "failed"
    assert any("could not be decoded" in r for r in certificate.reasons)


def test_most_numbers_lost_fails() -> None:
    lines = law_of(60)
    kept = lines[:9] + [line for i, line in enumerate(lines) if i > 9 and (i - 1) // 4 % 5 == 0]
    assert read(kept).certificate.verdict == "failed"


def test_pages_read_by_character_recognition_are_for_review() -> None:
    assert read(law_of(12), ocr_pages=(1, 2)).certificate.verdict == "review"


def test_a_repealed_stub_is_no_empty_body() -> None:
    lines = law_of(12)
    lines[lines.index(next(x for x in lines if x.text.startswith("6. ")))] = Line("6. [Repealed]")
    certificate = read(lines).certificate
    assert "6" not in certificate.empty_bodies


TEXT = st.text(st.sampled_from("abc ABC 123.§()—\n\u00adéя條第一"), max_size=60)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(TEXT, st.booleans(), st.booleans()), max_size=40), st.integers(0, 30))
def test_every_character_is_accounted_for(parts: list[tuple[str, bool, bool]], sections: int) -> None:
    """Conservation: what was read is in sections or in the remainder, to the character."""
    lines = law_of(sections) + [Line(text.replace("\n", " "), gap=gap, aside=aside) for text, gap, aside in parts]
    random.Random(sections).shuffle(lines)
    try:
        certificate = read(lines).certificate
    except NoSections:
        return
    assert certificate.characters_read == certificate.characters_in_sections + sum(certificate.remainder.values())
    assert min(certificate.remainder.values(), default=0) >= 0


def test_the_same_law_splits_the_same_way() -> None:
    assert read(law_of(30)) == read(law_of(30))
