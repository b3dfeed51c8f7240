"""Wider and narrower concepts: no circles, no unknown names, a user's own lines on top."""

from pathlib import Path

import pytest

from analyser.errors import InvalidDefinition
from benchmarks.crosswalk import load_crosswalk
from benchmarks.validate import validate


def own(folder: Path, *lines: str) -> Path:
    (folder / "crosswalk.yaml").write_text("within:\n" + "".join(f"  {line}\n" for line in lines), encoding="utf-8")
    (folder / "sets").mkdir(exist_ok=True)
    return folder


def test_the_wider_concepts_come_nearest_first() -> None:
    assert load_crosswalk().wider("groom.images") == ("csam.solicit", "csam.procure.self")
    assert load_crosswalk().wider("def.child") == ()


def test_narrower_concepts_are_the_other_side() -> None:
    assert load_crosswalk().narrower("groom.any") == ("groom.meet.sex", "groom.meet.csam")


def test_an_own_line_goes_before_the_packaged_one(tmp_path: Path) -> None:
    folder = own(tmp_path, "csam.sell: csam.offer")
    assert load_crosswalk(folder).wider("csam.sell") == ("csam.offer",)
    assert load_crosswalk(folder).wider("csam.supply") == ("csam.distribute",)


@pytest.mark.parametrize(
    ("lines", "circle"),
    [
        (["csam.sell: csam.sell"], "csam.sell > csam.sell"),
        (["juris.all: juris.national"], "juris.all > juris.national > juris.all"),
        (
            ["corp.leading: sanction.legal", "sanction.legal: sanction.natural", "sanction.natural: corp.leading"],
            "corp.leading > sanction.legal > sanction.natural > corp.leading",
        ),
    ],
)
def test_a_circle_is_refused_with_its_line_and_way(tmp_path: Path, lines: list[str], circle: str) -> None:
    folder = own(tmp_path, *lines)
    (problem,) = validate(folder)
    name = lines[0].split(":")[0]
    assert problem == (
        f"crosswalk.yaml:2: {name}: the cross-walk runs in a circle: {circle}. Take one of these lines out."
    )


def test_an_unknown_concept_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidDefinition, match=r"crosswalk.yaml:2: csam.sale: unknown concept `csam.sale`"):
        load_crosswalk(own(tmp_path, "csam.sale: csam.distribute"))
