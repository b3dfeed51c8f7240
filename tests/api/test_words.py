"""Highlights, quotes, words and colours: small pure things, as tables of cases."""

import re
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import api
from analyser.matching.candidate import Evidence
from api import why, words
from api.highlight import default_quote, segments, sentences
from api.security import host_name


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(-5, 70), st.integers(-5, 70)), max_size=6))
def test_the_pieces_are_the_text_again(text: str, spans: list[tuple[int, int]]) -> None:
    evidence = [Evidence(start, end, "", "act") for start, end in spans]
    assert "".join(piece.text for piece in segments(text, evidence)) == text


def test_the_narrower_phrase_wins() -> None:
    found = segments("makes child images", [Evidence(0, 18, "", "match"), Evidence(6, 11, "", "age")])
    assert [(one.text, one.part) for one in found] == [
        ("makes ", "match"),
        ("child", "age"),
        (" images", "match"),
    ]


@given(st.text(max_size=900), st.integers(0, 900))
def test_the_proposed_quote_stands_in_the_text(text: str, at: int) -> None:
    quote = default_quote(text, [Evidence(at, at + 5, "")])
    assert quote in text
    assert bool(quote) == bool(text.strip())


def test_the_quote_of_a_long_section_is_the_sentence_with_the_evidence() -> None:
    text = "First rule of many words. " * 20 + "Whoever offers it is punished. " + "Last rule. " * 20
    at = text.index("offers")
    assert default_quote(text, [Evidence(at, at + 6, "offers")]) == "Whoever offers it is punished."


def test_sentences_end_in_many_scripts() -> None:
    assert len(sentences("One. Two; three\n四。 五\nکلمه؟ ")) == 6


FIGURES = [(0.123, "0.12"), (3, "3"), (None, "not known"), ("under 18", "under 18")]


@pytest.mark.parametrize(("value", "said"), FIGURES)
def test_a_figure_of_the_ranking(value: object, said: str) -> None:
    assert why.figure(value) == said


def test_every_feature_of_the_ranking_is_documented() -> None:
    assert len(why.documentation()) > 10
    assert all(why.documentation().values())


HOSTS = [("a.example:80", "a.example"), ("[::1]:8321", "::1"), ("[::1]", "::1"), ("LOCALHOST", "localhost"), ("", "")]


@pytest.mark.parametrize(("given_host", "name"), HOSTS)
def test_the_name_in_a_host_header(given_host: str, name: str) -> None:
    assert host_name(given_host) == name


PERCENTS = [(0.0, "0 %"), (0.123, "12.3 %"), (0.5, "50 %"), (0.99999, "99.9 %"), (1.0, "100 %"), (None, "not known")]


@pytest.mark.parametrize(("value", "said"), PERCENTS)
def test_a_share_is_never_rounded_up_to_all(value: float | None, said: str) -> None:
    assert words.percent(value) == said.replace(" %", "\u00a0%")


DIRECTIONS = [("ar", "rtl"), ("he", "rtl"), ("fa-AF", "rtl"), ("en", "ltr"), ("sr-Latn", "ltr"), (None, "auto")]


@pytest.mark.parametrize(("language", "direction"), DIRECTIONS)
def test_the_direction_of_a_language(language: str | None, direction: str) -> None:
    assert words.direction(language) == direction


# ---- colours

TOKENS = (Path(api.__file__).parent / "static" / "tokens.css").read_text("utf-8")
SCHEMES = {"light": TOKENS.split("@media")[0], "dark": TOKENS.split("@media")[1]}
PAIRS = [
    *[(f"{tone}-ink", tone) for tone in ("covered", "partial", "not", "unclear", "dispute")],
    *[(ink, ground) for ink in ("ink", "ink-soft", "link") for ground in ("paper", "card", "hover")],
    *[("ink", part) for part in ("who", "act", "object", "age", "means", "purpose", "penalty")],
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_every_ink_can_be_read_on_its_ground(scheme: str, ink: str, ground: str) -> None:
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", SCHEMES[scheme]))
    light, dark = sorted((luminance(colours[ink]), luminance(colours[ground])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_four_answers_have_four_colours(scheme: str) -> None:
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", SCHEMES[scheme]))
    tones = [colours[tone] for tone in ("covered", "partial", "not", "unclear", "dispute", "card")]
    assert all(one != other for one, other in combinations(tones, 2))
