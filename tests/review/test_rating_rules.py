"""What a rating must bring, who sees whose, and what several ratings come to."""

from datetime import UTC, datetime
from typing import Any

import pytest

from analyser.errors import RatingRefused
from analyser.review.bands import band
from analyser.review.blind import visible, was_blind
from analyser.review.cells import cells
from analyser.review.chain import GENESIS, entry_hash, first_break
from analyser.review.judgement import Judgement, merge
from analyser.review.records import CellState, CitationDraft, Rating, RatingDraft, Role, User
from analyser.review.rules import TextState, check, locate
from analyser.store.records import AuditEntry

COVERED, PARTIAL, NOT, UNCLEAR = Judgement
TEXT = "Whoever  produces\nchild pornography shall be punished."
WHOLE = TextState("Code", "complete", 3, 900)
CITED = (CitationDraft(1, "produces child pornography"),)

MERGES: list[tuple[list[Judgement | None], Judgement | None]] = [
    ([], None),
    ([COVERED, COVERED], COVERED),
    ([COVERED, None], None),
    ([NOT, None], None),
    ([COVERED, PARTIAL], PARTIAL),
    ([COVERED, NOT], PARTIAL),
    ([COVERED, UNCLEAR], PARTIAL),
    ([PARTIAL, NOT], PARTIAL),
    ([UNCLEAR, NOT], UNCLEAR),
    ([NOT, NOT], NOT),
]


@pytest.mark.parametrize(("answers", "row"), MERGES)
def test_merge(answers: list[Judgement | None], row: Judgement | None) -> None:
    assert merge(answers) is row
    assert merge(reversed(answers)) is row


# what is sent, the laws, and a word of each thing that must be missing; empty: it is recorded
RULES: list[tuple[dict[str, Any], list[TextState], list[str]]] = [
    ({"judgement": COVERED, "rationale": "so", "citations": CITED}, [WHOLE], []),
    ({"judgement": COVERED, "citations": CITED}, [WHOLE], ["rationale"]),
    ({"judgement": COVERED, "rationale": " \n"}, [WHOLE], ["cited section", "rationale"]),
    (
        {"judgement": COVERED, "rationale": "so", "citations": CITED, "reasons": ("GENDERED",)},
        [WHOLE],
        ["covered takes"],
    ),
    ({"judgement": PARTIAL, "rationale": "so", "citations": CITED}, [WHOLE], ["reason code"]),
    ({"judgement": PARTIAL, "rationale": "so", "citations": CITED, "reasons": ("GENDERED",)}, [WHOLE], []),
    ({"judgement": PARTIAL, "rationale": "so", "citations": CITED, "reasons": ("MADE_UP",)}, [WHOLE], ["MADE_UP"]),
    ({"judgement": COVERED, "rationale": "so", "citations": (CitationDraft(1, "sells"),)}, [WHOLE], ["does not stand"]),
    ({"judgement": COVERED, "rationale": "so", "citations": (CitationDraft(1, "  "),)}, [WHOLE], ["does not stand"]),
    ({"judgement": COVERED, "rationale": "so", "citations": (CitationDraft(9, "who"),)}, [WHOLE], ["section 9"]),
    ({"judgement": NOT}, [WHOLE], []),
    ({"judgement": NOT}, [], ["no law"]),
    ({"judgement": NOT}, [WHOLE, TextState("Act", "failed", 3, 900)], ["certificate of 'Act' failed"]),
    ({"judgement": NOT}, [WHOLE, TextState("Act", "complete", 0, 0)], ["has no text"]),
    ({"judgement": NOT}, [WHOLE, TextState("Act", "complete", 3, 0)], ["has no text"]),
    ({"judgement": NOT}, [TextState("Act", "review", 3, 9)], []),
    ({"judgement": UNCLEAR}, [], []),
    ({"judgement": UNCLEAR}, [TextState("Act", "failed", 0, 0)], []),
]


@pytest.mark.parametrize(("sent", "laws", "missing"), RULES)
def test_rules(sent: dict[str, Any], laws: list[TextState], missing: list[str]) -> None:
    draft = RatingDraft("xa", "lanzarote.20.1.a", **sent)
    if not missing:
        quotations, _ = check(draft, {1: TEXT}, laws, {"GENDERED": "one sex"})
        assert [TEXT[one.start : one.end] for one in quotations] == [one.quote for one in quotations]
        return
    with pytest.raises(RatingRefused) as refused:
        check(draft, {1: TEXT}, laws, {"GENDERED": "one sex"})
    assert len(refused.value.details["missing"]) == len(missing)
    for word, said in zip(missing, refused.value.details["missing"], strict=True):
        assert word in said


def test_a_failed_text_sends_to_unclear() -> None:
    with pytest.raises(RatingRefused) as refused:
        check(RatingDraft("xa", "e", NOT), {}, [], {})
    assert "unclear" in refused.value.hint


def test_a_certificate_in_review_warns() -> None:
    _, warned = check(RatingDraft("xa", "e", NOT), {}, [TextState("Act", "review", 3, 9)], {})
    assert "'Act'" in warned[0]


QUOTES = [
    ("produces child", (9, 23)),
    ("produces   \n child", (9, 23)),
    ("produceschild", None),
    ("", None),
    ("punished.", (45, 54)),
    ("punished?", None),
    (".*", None),
]


@pytest.mark.parametrize(("quote", "span"), QUOTES)
def test_quotes_are_verbatim_but_for_white_space(quote: str, span: tuple[int, int] | None) -> None:
    assert locate(quote, TEXT) == span


def rating(reviewer: str, judgement: Judgement = COVERED, **more: Any) -> Rating:
    values: dict[str, Any] = {
        "id": f"{reviewer}-{judgement}-{len(more)}",
        "kind": "rating",
        "jurisdiction": "xa",
        "element": "e",
        "version_set": "now",
        "round": 1,
        "reviewer": reviewer,
        "judgement": judgement,
        "reasons": (),
        "rationale": "",
        "citations": (),
        "warnings": (),
        "blind": True,
        "submitted_at": datetime(2026, 1, 1, tzinfo=UTC),
    }
    return Rating(**(values | more))


def user(name: str, role: Role = Role.REVIEWER) -> User:
    return User(name, name, role, datetime(2026, 1, 1, tzinfo=UTC))


# ratings so far, who looks, whose answers they see
VISIBLE: list[tuple[list[Rating], User, list[str]]] = [
    ([rating("a")], user("a"), ["a"]),
    ([rating("a")], user("b"), []),
    ([rating("a"), rating("b")], user("b"), ["a", "b"]),
    ([rating("a"), rating("b", round=2)], user("b"), ["b"]),
    ([rating("a"), rating("b", version_set="old")], user("b"), ["b"]),
    ([rating("a"), rating("b", element="other")], user("b"), ["b"]),
    ([rating("a"), rating("b", jurisdiction="xb")], user("b"), ["b"]),
    ([rating("a"), rating("b"), rating("z", kind="adjudication")], user("c"), []),
    ([rating("a")], user("c", Role.VIEWER), ["a"]),
    ([rating("a")], user("c", Role.ADJUDICATOR), ["a"]),
    ([rating("a")], user("c", Role.ADMIN), ["a"]),
]


@pytest.mark.parametrize(("given", "viewer", "seen"), VISIBLE)
def test_reviewers_are_blind_until_they_answer(given: list[Rating], viewer: User, seen: list[str]) -> None:
    assert [one.reviewer for one in visible(given, viewer)] == seen


def test_an_answer_given_with_sight_of_another_is_not_blind() -> None:
    assert was_blind([rating("a")], user("b"))
    assert not was_blind([rating("a"), rating("b", superseded_at=datetime(2026, 1, 2, tzinfo=UTC))], user("b"))
    assert not was_blind([rating("a")], user("root", Role.ADMIN))
    assert was_blind([], user("root", Role.ADMIN))


ADMIN = user("root", Role.ADMIN)
OLD = {"version_set": "old"}

# live ratings, viewer, state, judgement, stale, hidden
CELLS: list[tuple[list[Rating], User, CellState, Judgement | None, bool, int]] = [
    ([rating("a")], ADMIN, CellState.SINGLE, COVERED, False, 0),
    ([rating("a"), rating("b")], ADMIN, CellState.AGREED, COVERED, False, 0),
    ([rating("a"), rating("b", PARTIAL)], ADMIN, CellState.DISAGREEMENT, None, False, 0),
    (
        [rating("a"), rating("b", PARTIAL), rating("c", PARTIAL, kind="adjudication")],
        ADMIN,
        CellState.ADJUDICATED,
        PARTIAL,
        False,
        0,
    ),
    ([rating("a"), rating("b", PARTIAL)], user("c"), CellState.NOT_ASSESSED, None, False, 2),
    ([rating("a"), rating("b", PARTIAL)], user("a"), CellState.DISAGREEMENT, None, False, 0),
    ([rating("a", NOT, **OLD)], ADMIN, CellState.SINGLE, NOT, True, 0),
    ([rating("a", NOT, **OLD), rating("b")], ADMIN, CellState.SINGLE, COVERED, False, 0),
    ([rating("a"), rating("b", NOT, round=2)], ADMIN, CellState.SINGLE, NOT, False, 0),
    ([rating("a", superseded_at=datetime(2026, 1, 2, tzinfo=UTC))], ADMIN, CellState.NOT_ASSESSED, None, False, 0),
]


@pytest.mark.parametrize(("given", "viewer", "state", "judgement", "stale", "hidden"), CELLS)
def test_cells(
    given: list[Rating], viewer: User, state: CellState, judgement: Judgement | None, stale: bool, hidden: int
) -> None:
    found = cells(given, {"xa": "now"}, viewer).get(("xa", "e"))
    if found is None:
        assert state is CellState.NOT_ASSESSED
        return
    assert (found.state, found.judgement, found.stale, found.hidden) == (state, judgement, stale, hidden)


def test_a_stale_not_covered_counts_as_unclear() -> None:
    (found,) = cells([rating("a", NOT, **OLD)], {"xa": "now"}, ADMIN).values()
    assert found.counted is UNCLEAR
    (fresh,) = cells([rating("a", NOT)], {"xa": "now"}, ADMIN).values()
    assert fresh.counted is NOT


def entries(count: int) -> list[AuditEntry]:
    made, previous = [], GENESIS
    for seq in range(1, count + 1):
        content = (seq, datetime(2026, 1, 1, tzinfo=UTC), "a", "x", str(seq), {"n": seq})
        digest = entry_hash(previous, *content)
        made.append(AuditEntry(*content, previous, digest))
        previous = digest
    return made


def test_every_change_of_the_chain_is_found() -> None:
    whole = entries(6)
    assert first_break(whole) is None
    for at in range(5):
        assert first_break(whole[:at] + whole[at + 1 :]) == at + 1
        changed = AuditEntry(
            whole[at].seq, whole[at].at, "mallory", "x", str(at + 1), {"n": at + 1}, whole[at].previous, whole[at].hash
        )
        assert first_break([*whole[:at], changed, *whole[at + 1 :]]) == at + 1


@pytest.mark.parametrize(
    ("probability", "words"),
    [(1.0, "very likely"), (0.5, "about even"), (0.2, "possible"), (0.05, "unlikely"), (0.0, "very unlikely")],
)
def test_bands(probability: float, words: str) -> None:
    assert band(probability) == words
