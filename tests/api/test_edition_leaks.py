"""A frozen edition tells nobody a blind answer, and opens to nobody what their studies keep closed."""

import io
import zipfile

import pytest
from api_service import BENCHMARK, HOST, Service
from starlette.testclient import TestClient

from analyser.errors import Forbidden
from analyser.review.judgement import Judgement
from analyser.review.plan import Conduct
from analyser.review.records import CellState, CitationDraft, RatingDraft, Role, User
from analyser.study.exports import Form

ELEMENT, OPEN_ELEMENT = "lanzarote.20.1.a", "lanzarote.20.1.b.offering"
OTHER = "lanzarote"  # a study that asks the same elements
SECRET = "Zanzibar-reading-of-the-provision"
QUOTE = "produces child pornography for any purpose"
ROLES = {"Ana": Role.REVIEWER, "Ben": Role.REVIEWER, "Cem": Role.REVIEWER, "Vic": Role.VIEWER}
ROLES |= {"Jo": Role.ADJUDICATOR, "Ada": Role.ADMIN}
READS = (
    "/api/v1/editions",
    "/api/v1/editions/First",
    "/api/v1/editions/First/signatures",
    "/api/v1/comparisons?before=First&after=Second",
    f"/api/v1/progress?benchmark={BENCHMARK}",
    f"/api/v1/sheets/xa/file?benchmark={BENCHMARK}&edition=First&format=sheet.html",
    f"/study?benchmark={BENCHMARK}",
    "/study/editions/First",
    f"/study/compare?benchmark={BENCHMARK}&before=First&after=Second",
)
FILES = tuple(f"/api/v1/editions/First/export?format={form.value}" for form in Form if form is not Form.SITE)
CHART = f"/api/v1/charts/bars?benchmark={BENCHMARK}&edition=First"


class Cast:
    """A person of every role; Jo, an adjudicator, codes beside Ben and has answered first."""

    def __init__(self, service: Service, assigned: tuple[str, ...] = ("Ben", "Jo")) -> None:
        self.service, self.workspace = service, service.workspace
        self.admin = self.workspace.local_user()
        self.people = {name: self.workspace.add_user(name, role, by=self.admin) for name, role in ROLES.items()}
        if assigned:
            self.workspace.assign(BENCHMARK, ["xa"], assigned, by=self.admin, each=len(assigned))

    def rate(self, name: str, judgement: Judgement = Judgement.COVERED, element: str = ELEMENT) -> bool:
        proof = (CitationDraft(self.service.sections["2"].id, QUOTE),)
        reasons = ("GENDERED",) if judgement is Judgement.PARTIAL else ()
        draft = RatingDraft("xa", element, judgement, f"{SECRET} of {name}", reasons, proof)
        return self.workspace.rate(draft, by=self.people[name]).blind

    def freeze(self, *names: str, by: str = "Jo", benchmark: str = BENCHMARK) -> None:
        for name in names:
            self.workspace.freeze(benchmark, name, by=self.people[by])

    def client(self, name: str, study: str | None = None) -> TestClient:
        token = self.workspace.issue_api_token(self.people[name], "t", by=self.admin, study=study)
        return self.service.client(headers={"Authorization": f"Bearer {token}", "Origin": HOST})


def everything_in(content: bytes) -> str:
    """The words of an answer; of an archive (zip, Word, Excel) those of its files."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(everything_in(archive.read(name)) for name in archive.namelist())


@pytest.mark.parametrize("freezer", ["Jo", "Ada"])
def test_who_freezes_gives_away_no_answer_others_must_not_see(service: Service, freezer: str) -> None:
    cast = Cast(service)
    cast.rate("Jo", Judgement.PARTIAL)
    cast.freeze("First", "Second", by=freezer)
    (jurisdiction,) = cast.workspace.edition("First", viewer=cast.people["Vic"]).content["sheets"]
    entry = next(one for one in jurisdiction["entries"] if one["element"] == ELEMENT)
    assert (entry["cell"]["state"], entry["cell"]["ratings"], entry["cell"]["hidden"]) == ("not_assessed", [], 1)
    for name in ROLES:
        client = cast.client(name)
        for address in (*READS, *FILES, CHART) if (name, freezer) == ("Ben", "Jo") else READS:
            answer = client.get(address)
            assert answer.status_code == 200, (name, address)
            if address.startswith("/study?") and name == "Jo":
                continue  # the study as it stands shows everybody their own answers
            said = everything_in(answer.content)
            assert SECRET not in said, (name, address)
            assert QUOTE not in said, (name, address)
    row = next(iter(cast.client("Ben").get("/api/v1/progress", params={"benchmark": BENCHMARK}).json()["items"]))
    assert (row["partial"], row["not_assessed"]) == (0, 1)


def test_an_edition_holds_the_answers_once_everybody_has_given_theirs(service: Service) -> None:
    cast = Cast(service)
    assert cast.rate("Jo")
    assert cast.rate("Ben")
    cast.freeze("First")
    found = cast.client("Cem").get("/api/v1/editions/First").text
    assert f"{SECRET} of Jo" in found
    assert f"{SECRET} of Ben" in found
    measured = cast.workspace.publication("First", viewer=cast.people["Cem"]).dossier.agreement
    assert measured is not None
    assert (measured.items, measured.percent) == (1, 1.0)


def test_a_reopened_round_is_blind_again_in_the_next_edition(service: Service) -> None:
    cast = Cast(service)
    for name in ("Jo", "Ben"):
        cast.rate(name)
    cast.workspace.reopen("xa", ELEMENT, "A judgment of May", by=cast.people["Ada"])
    draft = RatingDraft("xa", ELEMENT, Judgement.UNCLEAR, "the second reading", round=2)
    cast.workspace.rate(draft, by=cast.people["Jo"])
    cast.freeze("First")
    found = cast.client("Ben").get("/api/v1/editions/First")
    assert found.status_code == 200
    assert "the second reading" not in found.text


def test_who_could_have_read_an_edition_is_not_counted_as_blind(service: Service) -> None:
    cast = Cast(service, assigned=())
    assert cast.rate("Ana")
    cast.freeze("First")
    assert SECRET in cast.client("Ben").get("/api/v1/editions/First").text
    assert not cast.rate("Ben")
    assert cast.workspace.agreement(BENCHMARK, viewer=cast.admin).items == 0
    assert cast.rate("Ana", element=OPEN_ELEMENT)
    assert cast.rate("Ben", element=OPEN_ELEMENT)  # no edition holds this one
    assert cast.workspace.agreement(BENCHMARK, viewer=cast.admin).items == 1


def test_an_edition_of_a_closed_study_is_for_its_members(service: Service) -> None:
    cast = Cast(service, assigned=())
    cast.rate("Ana")
    cast.freeze("First", "Second")
    cast.workspace.set_conduct(Conduct(BENCHMARK, members_only=True), by=cast.admin)
    cast.workspace.set_member(BENCHMARK, "Ana", True, by=cast.admin)
    signed = {"statement": "Checked."}
    for name, status in {"Ana": 200, "Ada": 200, "Ben": 403, "Vic": 403, "Jo": 403}.items():
        client = cast.client(name)
        for address in READS[1:] if status == 200 else (*READS[1:], *FILES, CHART):
            assert client.get(address).status_code == status, (name, address)
        listed = client.get("/api/v1/editions").json()["items"]
        assert len(listed) == (2 if status == 200 else 0), name
    assert cast.client("Jo").post("/api/v1/editions/First/signatures", json=signed).status_code == 403
    body = {"benchmark": BENCHMARK, "name": "Third"}
    assert cast.client("Jo").post("/api/v1/editions", json=body).status_code == 403
    assert cast.client("Ada", study="budapest").get("/api/v1/editions/First").status_code == 403


def test_another_study_with_the_same_elements_is_no_way_round(service: Service) -> None:
    cast = Cast(service, assigned=())
    cast.rate("Ana")
    cast.freeze("First", "Second", by="Ada", benchmark=OTHER)
    cast.workspace.set_conduct(Conduct(BENCHMARK, members_only=True), by=cast.admin)
    ben, asked = cast.client("Ben"), {"benchmark": OTHER}
    for address in ("/api/v1/matrix", "/api/v1/study", "/api/v1/sheets/xa", "/api/v1/reliability"):
        answer = ben.get(address, params=asked)
        assert (answer.status_code, SECRET in answer.text, QUOTE in answer.text) == (200, False, False), address
    cells = ben.get("/api/v1/matrix", params=asked).json()["cells"]
    cell = next(one for one in cells if one["cell"]["element"] == ELEMENT)
    assert (cell["cell"]["judgement"], cell["suggestion"]) == (None, None)
    assert ben.get("/api/v1/editions/First").status_code == 403
    assert ben.get("/api/v1/progress", params=asked).json()["items"] == []
    cast.freeze("Third", by="Jo", benchmark=OTHER)  # no member of the closed study either
    assert SECRET not in ben.get("/api/v1/editions/Third").text
    cast.freeze("Fourth", by="Ada", benchmark=OTHER)
    assert ben.get("/api/v1/editions/Fourth").status_code == 403
    assert SECRET in cast.client("Ada").get("/api/v1/editions/Fourth").text


def test_verification_rounds_of_a_closed_study_are_its_adjudicators_own(service: Service) -> None:
    cast = Cast(service, assigned=())
    deadline = cast.admin.created_at.replace(year=2030)
    round, _ = cast.workspace.open_verification(BENCHMARK, "xa", "Ministry", deadline, by=cast.people["Jo"])
    cast.workspace.set_conduct(Conduct(BENCHMARK, members_only=True), by=cast.admin)
    jo: User = cast.people["Jo"]
    assert cast.workspace.verifications(viewer=jo) == ()
    with pytest.raises(Forbidden):
        cast.workspace.verification_comments(round.id, viewer=jo)
    with pytest.raises(Forbidden):
        cast.workspace.close_verification(round.id, by=jo)
    assert cast.workspace.verifications(viewer=cast.admin) == (round,)


def test_an_edition_still_counts_the_single_answers_nobody_else_owes(service: Service) -> None:
    cast = Cast(service, assigned=())
    cast.rate("Ana")
    cast.freeze("First")
    answers = cast.workspace.edition("First", viewer=cast.admin).content["answers"]["xa"]
    assert {name: one["state"] for name, one in answers.items()} == {ELEMENT: CellState.SINGLE.value}
