"""Windows: nothing cut, list items with their stem, context from heading and part."""

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from analyser.matching.passages import BODY_TOKENS, CUT_HEADING, units, windows
from analyser.sections.law import Section


def words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) + 2 for text in texts]


def section(text: str, heading: str | None = None, path: tuple[str, ...] = ()) -> Section:
    return Section("1", "1", heading, path, "section", text, None, False, 0, len(text))


@given(st.text(st.sampled_from("ab c.\n;(1)a)。三"), max_size=400))
@settings(deadline=None)
def test_units_cover_every_letter(text: str) -> None:
    spans = units(text)
    inside = {at for start, end in spans for at in range(start, end)}
    assert all(at in inside for at, character in enumerate(text) if not character.isspace())
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


@given(st.text(st.sampled_from("ab c.\n;(1)a) "), max_size=3000))
@settings(deadline=None, max_examples=50)
def test_windows_cover_every_letter_within_the_budget(text: str) -> None:
    found = windows([section(text)], words)
    inside = {at for window in found for at in range(window.start, window.end)}
    assert all(at in inside for at, character in enumerate(text) if not character.isspace())
    assert all(len(text[window.start : window.end].split()) <= BODY_TOKENS for window in found)


def test_a_long_section_is_windowed_and_each_window_says_where_it_stands() -> None:
    text = "\n".join(
        f"({number}) Whoever keeps thing {number} of another shall be fined for it." for number in range(1, 40)
    )
    found = windows([section(text, "Keeping things", ("Book one", "Chapter 2"))], words)
    assert len(found) > 3
    assert all(window.text.startswith("Keeping things. Chapter 2 (") for window in found)


def test_a_list_item_keeps_the_opening_of_its_paragraph() -> None:
    items = "\n".join(f"{letter}) keeps " + "a forbidden thing " * 12 + "in a house," for letter in "abcdef")
    text = f"(1) First rule.\n(2) A person shall be fined who\n{items}\n(3) Last rule."
    found = windows([section(text)], words)
    later = [window for window in found if text[window.start + 1 : window.start + 8] == ") keeps"]
    assert later
    assert all(
        window.text.startswith(f"(2) A person shall be fined who {text[window.start]}) keeps") for window in later
    )
    assert not any("First rule" in window.text for window in found if window.start > 60)


def test_scripts_without_spaces_are_windowed_too() -> None:
    def characters(texts: Sequence[str]) -> list[int]:
        return [len(text) + 2 for text in texts]

    text = "何人も、他人の物を持ち去つてはならない。" * 40
    found = windows([section(text, "窃盗")], characters)
    assert "".join(text[window.start : window.end] for window in found) == text
    assert len(found) >= len(text) // BODY_TOKENS


def test_an_empty_section_is_found_by_its_heading_alone() -> None:
    assert [window.text for window in windows([section("", "Repealed rule"), section("")], words)] == ["Repealed rule"]


def test_a_heading_longer_than_a_window_is_read_in_full() -> None:
    heading = " ".join(f"word{number}" for number in range(300))
    found = windows([section("Body.", heading)], words)
    read = " ".join(window.text for window in found)
    assert all(f"word{number}" in read for number in range(300))
    assert found[-1].text.startswith(heading[:CUT_HEADING])
