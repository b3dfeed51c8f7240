"""What is rated in one country helps the next: passed to the matcher, part of the run's fingerprint, never its own."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from workspaces import PRODUCE, make_workspace, match_words, parts, write_statute

from analyser.matching.candidate import Candidate, Vectors
from analyser.review.records import CitationDraft, RatingDraft
from analyser.workspace import Workspace


class Recording:
    """The word matcher, remembering the exemplars it was given."""

    def __init__(self) -> None:
        self.given: list[Mapping[str, Vectors] | None] = []

    def __call__(self, *arguments: Any) -> list[Candidate]:
        self.given.append(arguments[6] if len(arguments) > 6 else None)
        return match_words(*arguments[:6])


def rate(workspace: Workspace, folder: Path, judgement: str) -> None:
    user = workspace.local_user()
    law = workspace.ingest(write_statute(folder, "xb.txt"), "xb", by=user)
    cited = next(one for one in workspace.sections(law.id).items if one.label == "2")
    citations = (CitationDraft(cited.id, "produces child pornography"),) if judgement == "covered" else ()
    workspace.rate(RatingDraft("xb", PRODUCE, judgement, "as it says", (), citations), by=user)  # type: ignore[arg-type]


def test_other_countries_answers_become_exemplars(tmp_path: Path) -> None:
    matcher = Recording()
    workspace = make_workspace(tmp_path, parts_given=parts(matcher))
    user = workspace.local_user()
    workspace.ingest(write_statute(tmp_path), "xa", by=user)
    first = workspace.analyse("xa", "csea-2012", by=user)
    rate(workspace, tmp_path, "covered")
    second = workspace.analyse("xa", "csea-2012", by=user)
    own = workspace.analyse("xb", "csea-2012", by=user)
    again = workspace.analyse("xa", "csea-2012", by=user)
    assert matcher.given[0] is None
    assert matcher.given[1] is not None
    assert {concept: len(vectors) for concept, vectors in matcher.given[1].items()} == {"csam.produce": 1}
    assert matcher.given[2] is None
    assert (second.id != first.id, second.reused, own.reused, again.id, again.reused) == (
        True, False, False, second.id, True,
    )  # fmt: skip
    workspace.close()


def test_an_answer_without_provisions_is_no_exemplar(tmp_path: Path) -> None:
    matcher = Recording()
    workspace = make_workspace(tmp_path, parts_given=parts(matcher))
    user = workspace.local_user()
    workspace.ingest(write_statute(tmp_path), "xa", by=user)
    first = workspace.analyse("xa", "csea-2012", by=user)
    rate(workspace, tmp_path, "unclear")
    assert workspace.analyse("xa", "csea-2012", by=user).id == first.id
    assert matcher.given == [None]
    workspace.close()
