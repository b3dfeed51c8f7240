"""Gazettes in two languages (invented): one law version each, nothing lost, and no text in one language parted."""

import random
from dataclasses import replace

import pytest
from test_certificate import SENTENCES, law_of

from analyser.reading import Document, Line
from analyser.sections import SplitLaw, split, split_versions

FRENCH = (
    "Le fait de commettre l'acte prévu au présent article est puni d'un emprisonnement de cinq ans.",
    "La tentative est punie des mêmes peines lorsque l'auteur a agi avec l'intention de nuire.",
    "Les personnes morales peuvent être déclarées responsables des infractions définies par la loi.",
    "Le tribunal peut ordonner la confiscation des biens qui ont servi à commettre l'infraction.",
)
ARABIC = (
    "يعاقب بالسجن مدة لا تزيد على خمس سنوات كل من ارتكب الفعل المنصوص عليه في هذه المادة.",
    "يعاقب على الشروع بالعقوبة ذاتها إذا قصد الفاعل إلحاق الضرر بالطفل.",
    "للمحكمة أن تأمر بمصادرة الأشياء التي استعملت في ارتكاب الجريمة.",
)
EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
NUMBERS = range(1, 31)


def english(n: int, chance: random.Random) -> list[Line]:
    return [Line(f"{n}. (1) {chance.choice(SENTENCES)}", gap=True), Line(f"(2) {chance.choice(SENTENCES)}")]


def french(n: int, chance: random.Random) -> list[Line]:
    return [Line(f"Article {n}.", gap=True), Line(chance.choice(FRENCH)), Line(chance.choice(FRENCH))]


def arabic(n: int, chance: random.Random) -> list[Line]:
    number = str(n).translate(EASTERN)
    return [Line(f"المادة {number}", gap=True), Line(chance.choice(ARABIC)), Line(chance.choice(ARABIC))]


def file_of(lines: list[Line], **more: object) -> Document:
    return replace(Document("law.txt", "text/plain", "0" * 64, "test/1", tuple(lines)), **more)  # type: ignore[arg-type]


def alternating() -> Document:
    chance = random.Random(5)
    return file_of([line for n in NUMBERS for line in (*english(n, chance), *french(n, chance))])


def one_behind_the_other() -> Document:
    chance = random.Random(6)
    lines = [line for n in NUMBERS for line in english(n, chance)]
    return file_of(lines + [line for n in NUMBERS for line in arabic(n, chance)])


def columns() -> Document:
    """French on the left, English on the right of every page."""
    chance, lines = random.Random(7), list[Line]()
    for page in range(6):
        for make, left, right in ((french, 60.0, 280.0), (english, 310.0, 530.0)):
            top = 100.0
            for n in range(1 + 5 * page, 6 + 5 * page):
                for line in make(n, chance):
                    top += 30.0 if line.gap else 14.0
                    end = min(right, left + 3.0 * len(line.text))
                    lines.append(replace(line, page=page + 1, size=9.0, box=(left, top, end, top + 9.0)))
    return file_of(lines, pages=6, page_sizes=((595.0, 842.0),) * 6)


FILES = {
    "alternating": (alternating, ["en", "fr"]),
    "one behind the other": (one_behind_the_other, ["en", "ar"]),
    "columns": (columns, ["fr", "en"]),
}


def numbers(law: SplitLaw) -> list[int]:
    return [int("".join(c for c in section.label if c.isdecimal())) for section in law.sections]


@pytest.mark.parametrize("name", FILES)
def test_each_language_is_a_version_of_its_own(name: str) -> None:
    make, languages = FILES[name]
    laws = split_versions(make())
    assert [law.language for law in laws] == languages
    assert [numbers(law) for law in laws] == [list(NUMBERS)] * 2
    assert [law.law for law in laws] == ["law.txt", f"law.txt#{languages[1]}"]
    for law in laws:
        assert f"({', '.join(languages)}); this is the {law.language} text" in law.notes[0]


@pytest.mark.parametrize("name", FILES)
def test_both_versions_and_their_remainders_account_for_every_character(name: str) -> None:
    one, two = (law.certificate for law in split_versions(FILES[name][0]()))
    for certificate in (one, two):
        assert certificate.characters_read == certificate.characters_in_sections + sum(certificate.remainder.values())
    assert one.characters_read == one.remainder["other language"] + two.remainder["other language"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_language_asked_for_is_taken_alone(language: str) -> None:
    (law,) = split_versions(alternating(), language)
    assert (law.language, law.law, numbers(law)) == (language, "law.txt", list(NUMBERS))
    assert "the other was left out" in law.notes[0]


def test_a_language_that_is_not_in_the_text_parts_nothing() -> None:
    document = alternating()
    assert split_versions(document, "de") == (split(document, "de"),)


def test_a_text_in_one_language_stays_one() -> None:
    document = file_of(law_of(40))
    assert split_versions(document) == (split(document),)


def test_an_annex_in_another_language_is_no_version() -> None:
    """A treaty printed behind the act that approves it has numbers of its own."""
    chance = random.Random(8)
    lines = [line for n in NUMBERS for line in english(n, chance)]
    document = file_of([*lines, Line("ANNEXE", gap=True), *(Line(chance.choice(FRENCH)) for _ in range(60))])
    assert [law.language for law in split_versions(document)] == ["en"]
