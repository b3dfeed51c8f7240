"""Heads of sections that stand inside lines, behind other text."""

from collections.abc import Callable

import pytest

from analyser.reading import Document, read_bytes

BODY = (
    "Whoever does the thing numbered {0} in this invented act shall be liable to a fine, and when he does it again\n"
    "to imprisonment for a term of not more than {0} months."
)
Head = Callable[[int], str]


def law(head: Head, fused: dict[int, str], last: int = 20) -> Document:
    """Sections of which the `fused` ones follow the text given, on the same line."""
    text = "AN ACT"
    for number in range(1, last + 1):
        text += f"{fused[number] if number in fused else chr(10)}{head(number)} {BODY.format(number)}"
    return read_bytes(text.encode(), "x")


def heads(document: Document, sign: str) -> list[str]:
    return [line.text for line in document.lines if sign in line.text]


STYLES: list[tuple[Head, str]] = [
    (lambda n: f"{n}.", " Short title.{n}. Whoever"),
    (lambda n: f"Article {n}.", " done. Article {n}. Whoever"),
    (lambda n: f"Article [{n}]", " of it Article [{n}] Whoever"),
    (lambda n: f"SECTION {n}:", " CERTIFIED COP SECTION {n}: Whoever"),
    (lambda n: f"Article {n}", " of the law. Article {n} Whoever"),
    (lambda n: f"المادة {n}:", " القانون. المادة {n}: Whoever"),
]


@pytest.mark.parametrize(("head", "before"), STYLES)
def test_a_head_behind_other_text_begins_a_line(head: Head, before: str) -> None:
    filling = {number: before.split(head(0).replace("0", "{n}"))[0] for number in (6, 7, 13)}
    document = law(head, filling)
    for number in (6, 7, 13):
        assert any(line.text.startswith(f"{head(number)} Whoever") and line.gap for line in document.lines)
    assert document.notes == (
        "3 numbers of sections stood inside lines, behind other text; the lines are parted there.",
    )


def test_no_character_is_lost_or_moved() -> None:
    fused = law(lambda n: f"Article {n}.", {9: " it is so. "})
    apart = law(lambda n: f"Article {n}.", {})
    assert "".join(fused.text.split()) == "".join(apart.text.replace("\nArticle 9.", "it is so.Article 9.").split())


def test_a_word_cut_from_its_number_by_the_line_break_goes_down_to_it() -> None:
    text = "\n".join(f"Article {n}. {BODY.format(n)}" for n in range(1, 20)).replace(
        "\nArticle 8.", " So it is. Article\n8."
    )
    read = [line.text for line in read_bytes(text.encode(), "x").lines]
    assert any(line.endswith("So it is.") for line in read)
    assert any(line.startswith("Article 8. Whoever") for line in read)


REFERENCES = [
    ("the number begins a line elsewhere", " as under Article 4. The court decides."),
    ("in the middle of a sentence", " as under Article 21. The court decides."),
    ("out of the order", " It is so. Article 2. The court decides."),
    ("an amount", " The fine is 21.50. It is paid."),
]


@pytest.mark.parametrize(("why", "text"), REFERENCES, ids=[why for why, _ in REFERENCES])
def test_references_stay_in_their_lines(why: str, text: str) -> None:
    document = law(lambda n: f"Article {n}.", {})
    with_reference = document.text.replace("9 months.", f"9 months.{text}")
    read = read_bytes(with_reference.encode(), "x")
    assert read.notes == ()
    assert any(line.text.endswith(text.strip()) for line in read.lines), why


def test_few_numbers_say_nothing_about_a_law() -> None:
    assert law(lambda n: f"Article {n}.", {4: " it is so. "}, last=8).notes == ()
