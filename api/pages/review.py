"""Review: the codebook beside the candidates beside the form; one element of one country at a time."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import Form, Request
from starlette.responses import RedirectResponse, Response

from analyser.review.judgement import Judgement
from analyser.review.records import Cell, CellState, Rating, Role, User
from analyser.store.records import CandidateRecord, LawVersion, TranslatedSection
from analyser.study.records import Matrix
from analyser.workspace import Workspace
from api.auth import Caller, Store
from api.catalogue import element_of
from api.highlight import PARTS
from api.languages import current
from api.pages.common import Chosen, page_router
from api.pages.laws import every_law
from api.rendering import page
from benchmarks.model import Benchmark, Element
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
    own, beside = mine(cell, user), helps(workspace, piece.items, current())
    vocabulary, absence = load_vocabulary(), workspace.absence(country, element_id, viewer=user)
    context = {
        "benchmark": benchmark,
        "element": element,
        "country": found.countries[0],
        "cell": cell,
        "own": own,
        "beside": beside,
        "translates": wants(workspace, laws, beside, current()) and bool(piece.items),
        "further": further(workspace, own, benchmark, user),
        "adjudicates": settles(cell, user),
        "candidates": piece.items,
        "laws": laws,
        "languages": {law.id: law.language for law in laws},
        "elsewhere": workspace.elsewhere(country, element_id, viewer=user),
        "absence": absence,
        "drawn": [workspace.section(number) for number in absence["sample"]],
        "hides": not piece.items and bool(found.runs.get(country) == "fresh"),
        "suggestion": workspace.suggestion(country, element_id, benchmark=benchmark.id, viewer=user),
        "telling": telling,
        "reopenings": workspace.reopenings(country, element_id, viewer=user),
        "may_reopen": user.role in (Role.ADJUDICATOR, Role.ADMIN) and bool(cell.ratings),
        "twins": workspace.same_words({one.section.id: one.section.text for one in piece.items}, viewer=user),
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


def further(workspace: Workspace, own: Rating | None, benchmark: Benchmark, user: User) -> list[Element]:
    """Elements the own answer may be given for as well."""
    names = () if own is None else workspace.further(own, benchmark.id, viewer=user)
    return [element for element in benchmark.elements if element.id in names]


def helps(workspace: Workspace, candidates: Sequence[CandidateRecord], language: str) -> dict[int, TranslatedSection]:
    """Candidate's section -> the translation shown beside it: in the page's language where there is one."""
    found = workspace.translated([one.section.id for one in candidates])
    return {number: next((one for one in made if one.language == language), made[0]) for number, made in found.items()}


def wants(
    workspace: Workspace, laws: Sequence[LawVersion], given: Mapping[int, TranslatedSection], language: str
) -> bool:
    """Whether the configured server could translate something here into the page's language."""
    foreign = any(law.language.partition("-")[0] != language for law in laws)
    return (
        workspace.translator() is not None and foreign and not any(one.language == language for one in given.values())
    )


@router.post("/review/{country}/{element_id}/translate")
def translate(workspace: Store, user: Caller, benchmark: Chosen, country: str, element_id: str) -> Response:
    """Have the candidates of this page translated into the page's language by the configured server."""
    element_of(benchmark, element_id)
    piece = workspace.candidates(country, element_id, benchmark=benchmark.id, limit=SHOWN, viewer=user)
    languages = {law.id: law.language for law in present(every_law(workspace, country).get(country, []))}
    target, wanted = current(), dict[str, list[int]]()
    for one in piece.items:
        if languages.get(one.section.law_version_id, target).partition("-")[0] != target:
            wanted.setdefault(one.section.law_version_id, []).append(one.section.id)
    for law_id, sections in wanted.items():
        workspace.translate(law_id, sections, target, by=user)
    return RedirectResponse(f"/review/{country}/{element_id}?benchmark={benchmark.id}", 303)


@router.post("/review/{country}/{element_id}/repeat")
def repeat(
    workspace: Store,
    user: Caller,
    benchmark: Chosen,
    country: str,
    element_id: str,
    rating: Annotated[str, Form()],
    element: Annotated[list[str], Form()] = [],  # noqa: B006 - read by FastAPI, never changed
) -> Response:
    """Give the own answer of this page for the elements that were ticked, each as a rating of its own."""
    workspace.repeat(rating, element, by=user)
    return RedirectResponse(f"/review/{country}/{element_id}?benchmark={benchmark.id}", 303)


def present(laws: list[LawVersion]) -> list[LawVersion]:
    """The law versions that are in force for ratings."""
    return [law for law in laws if law.current]


def telling(candidate: CandidateRecord) -> tuple[int, int] | None:
    """(start, end) of the words to frame on the picture of the page: the likest wording, else the longest evidence."""
    spans = sorted(candidate.evidence, key=lambda one: (one.part == "match", one.end - one.start))
    return (spans[-1].start, spans[-1].end) if spans else None


def reasons(element: Element, known: Mapping[str, str]) -> list[tuple[str, str, bool]]:
    """(code, in words, whether the codebook names it for this element): the element's own reasons first."""
    own = [(code, text, True) for code, text in element.partial_when.items()]
    return own + [(code, text, False) for code, text in known.items() if code not in element.partial_when]
