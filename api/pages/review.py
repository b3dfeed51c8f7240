"""Review: the codebook beside the candidates beside the form; one element of one country at a time."""

from collections.abc import Mapping, Sequence

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from analyser.review.judgement import Judgement
from analyser.review.records import Cell, CellState, Rating, Role, User
from analyser.store.records import CandidateRecord, LawVersion
from analyser.study.records import Matrix
from analyser.workspace import Workspace
from api.auth import Caller, Store
from api.catalogue import element_of
from api.highlight import PARTS
from api.pages.common import Chosen, page_router
from api.pages.laws import every_law
from api.rendering import page
from benchmarks.model import Element
from benchmarks.vocabulary import load_vocabulary

router = page_router()
SHOWN = 20
LEAST = 40  # characters of a quote that says enough to be recognised elsewhere


@router.get("/review/{country}")
def start(workspace: Store, user: Caller, benchmark: Chosen, country: str) -> Response:
    """The first element the caller has not answered, or the first of all."""
    found = workspace.matrix(benchmark.id, viewer=user, countries=[country])
    left = unanswered(found, country, user)
    element = left[0] if left else benchmark.elements[0].id
    return RedirectResponse(f"/review/{country}/{element}?benchmark={benchmark.id}", 303)


def unanswered(found: Matrix, country: str, user: User) -> list[str]:
    """Elements without an answer of this user, in order."""
    cells = ((element.id, found.cells[country, element.id].cell) for element in found.elements)
    return [name for name, cell in cells if mine(cell, user) is None]


def mine(cell: Cell, user: User) -> Rating | None:
    """The user's own present answer in a cell."""
    own = [rating for rating in cell.ratings if rating.reviewer == user.name and rating.superseded_at is None]
    return own[-1] if own else None


def settles(cell: Cell, user: User) -> bool:
    """Whether the user would settle this cell: reviewers disagree, and the user is not one of them."""
    may = user.role in (Role.ADJUDICATOR, Role.ADMIN)
    return may and cell.state is CellState.DISAGREEMENT and mine(cell, user) is None


def after(element: str, names: list[str], left: list[str]) -> str | None:
    """The next unanswered element after this one, going round."""
    at = names.index(element)
    turned = names[at + 1 :] + names[:at]
    return next((name for name in turned if name in left), None)


@router.get("/review/{country}/{element_id}")
def review(
    request: Request, workspace: Store, user: Caller, benchmark: Chosen, country: str, element_id: str
) -> Response:
    """The review page of one element in one country."""
    element = element_of(benchmark, element_id)
    found = workspace.matrix(benchmark.id, viewer=user, countries=[country])
    cell = found.cells[country, element_id].cell
    names = [entry.id for entry in found.elements]
    at, left = names.index(element_id), unanswered(found, country, user)
    laws = present(every_law(workspace, country).get(country, []))
    piece = workspace.candidates(country, element_id, benchmark=benchmark.id, limit=SHOWN, viewer=user)
    vocabulary, absence = load_vocabulary(), workspace.absence(country, element_id, viewer=user)
    context = {
        "benchmark": benchmark,
        "element": element,
        "country": found.countries[0],
        "cell": cell,
        "own": mine(cell, user),
        "adjudicates": settles(cell, user),
        "candidates": piece.items,
        "laws": laws,
        "languages": {law.id: law.language for law in laws},
        "elsewhere": workspace.elsewhere(country, element_id, viewer=user),
        "absence": absence,
        "drawn": [workspace.section(number) for number in absence["sample"]],
        "hides": not piece.items and bool(found.runs.get(country) == "fresh"),
        "reopenings": workspace.reopenings(country, element_id, viewer=user),
        "may_reopen": user.role in (Role.ADJUDICATOR, Role.ADMIN) and bool(cell.ratings),
        "twins": twins(workspace, user, country, piece.items),
        "pictured": {law.id for law in laws if law.media_type == "application/pdf"},
        "run": found.runs.get(country, "none"),
        "verdict": found.verdicts.get(country),
        "place": (at + 1, len(names)),
        "answered": len(names) - len(left),
        "previous": names[at - 1] if at else None,
        "next": names[at + 1] if at + 1 < len(names) else None,
        "skip": after(element_id, names, left),
        "judgements": list(Judgement),
        "reasons": reasons(element, vocabulary.reasons),
        "ratings": vocabulary.ratings,
        "parts": PARTS,
        "marked": {found.part for candidate in piece.items for found in candidate.evidence},
    }
    return page(request, "review.html", context)


def twins(
    workspace: Workspace, user: User, country: str, candidates: Sequence[CandidateRecord]
) -> dict[int, list[Rating]]:
    """Candidate's section -> the user's own answers elsewhere that cite the same words."""
    own = [one for one in workspace.ratings(viewer=user) if one.reviewer == user.name and one.kind == "rating"]
    found: dict[int, list[Rating]] = {}
    for candidate in candidates:
        words = " ".join(candidate.section.text.split())
        for rating in own:
            if any(" ".join(cited.quote.split()) in words and len(cited.quote) > LEAST for cited in rating.citations):
                found.setdefault(candidate.section.id, []).append(rating)
    return found


def present(laws: list[LawVersion]) -> list[LawVersion]:
    """The law versions that are in force for ratings."""
    return [law for law in laws if law.current]


def reasons(element: Element, known: Mapping[str, str]) -> list[tuple[str, str, bool]]:
    """(code, in words, whether the codebook names it for this element): the element's own reasons first."""
    own = [(code, text, True) for code, text in element.partial_when.items()]
    return own + [(code, text, False) for code, text in known.items() if code not in element.partial_when]
