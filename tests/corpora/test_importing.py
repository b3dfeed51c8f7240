"""Folders and git histories become manifests: what a file says of itself, and what is never believed."""

import os
import subprocess
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from analyser.cli.main import app
from analyser.errors import InputRejected, UsageError
from corpora import folders, history, manifest
from corpora.facts import Facts, facts_of

AKN = """<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act><meta><identification source="#x">
<FRBRWork><FRBRdate date="1990-01-01" name="enactment"/><FRBRcountry value="xa"/></FRBRWork>
<FRBRExpression><FRBRuri value="/akn/xa/act/1990/1/eng@2021-05-01"/><FRBRdate date="2021-05-01" name="version"/>
<FRBRlanguage language="eng"/></FRBRExpression>
<FRBRManifestation><FRBRdate date="2024-02-02" name="made"/></FRBRManifestation></identification></meta>
<preface><docTitle>Child Protection Act</docTitle></preface><body/></act></akomaNtoso>"""
UK = """<Legislation xmlns="http://www.legislation.gov.uk/namespaces/legislation" RestrictStartDate="2023-06-29">
<Metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Protection Act 1978</dc:title>
<dc:modified>2008-01-01</dc:modified></Metadata></Legislation>"""
EE = """<oigusakt xmlns="x"><metaandmed><kehtivus><kehtivuseAlgus>2022-01-09+02:00</kehtivuseAlgus>
<kehtivuseLopp>2999-01-01</kehtivuseLopp></kehtivus></metaandmed><aktinimi><nimi><pealkiri>Seadustik</pealkiri></nimi>
</aktinimi></oigusakt>"""
FR = """<TEXTE_VERSION><META_TEXTE_VERSION><TITREFULL>Code</TITREFULL><DATE_DEBUT>2999-01-01</DATE_DEBUT>
</META_TEXTE_VERSION></TEXTE_VERSION>"""
CA = """<Statute xmlns:lims="http://justice.gc.ca/lims" lims:current-date="2024-03-03" xml:lang="en">
<Identification><ShortTitle>Code</ShortTitle></Identification></Statute>"""
DE = """<dokumente builddate="20240101"><norm><metadaten><jurabk>KSchG</jurabk><langue>Kinderschutzgesetz</langue>
</metadaten></norm></dokumente>"""
FRONT = """---
title: Act
language: en
last_updated: 2026-01-01
publication_date: 1999-01-01
valid_from: 2020-02-03
---
Section 1. X
"""
SAID = [
    (AKN, Facts("Child Protection Act", "en", date(2021, 5, 1), "/akn/xa/act/1990/1/eng@2021-05-01")),
    (UK, Facts("Protection Act 1978", "en", date(2023, 6, 29))),
    (EE, Facts("Seadustik", "et", date(2022, 1, 9))),
    (FR, Facts("Code", "fr", None)),
    (CA, Facts("Code", "en", date(2024, 3, 3))),
    (DE, Facts("Kinderschutzgesetz", "de", None)),
    (FRONT, Facts("Act", "en", date(2020, 2, 3))),
    ("---\nlast_updated: 2026-01-01\n---\nSection 1. X\n", Facts()),
    ("---\n: [broken\n---\nSection 1. X\n", Facts()),
    ("Section 1. X\n", Facts()),
    ("<akomaNtoso><broken", Facts()),
    ('<!DOCTYPE a [<!ENTITY b "c">]><Statute/>', Facts()),
]


@pytest.mark.parametrize(("text", "said"), SAID)
def test_what_a_file_says_of_itself(text: str, said: Facts) -> None:
    assert facts_of(text.encode()) == said


def test_a_folder_becomes_a_manifest(tmp_path: Path) -> None:
    laws = tmp_path / "laws"
    for name, text in {
        "de/a.md": FRONT,
        "de/b.md": FRONT,
        "notes/c.txt": "x",
        "README.md": "x",
        "de/logo.png": "x",
        ".git/d.txt": "x",
    }.items():
        (laws / name).parent.mkdir(parents=True, exist_ok=True)
        (laws / name).write_text(text)
    result = CliRunner().invoke(
        app, ["corpus", "import", str(laws), "--output", str(tmp_path / "out"), "--licence", "public domain"]
    )
    assert result.exit_code == 0, result.output
    items = manifest.load(tmp_path / "out" / "manifest.csv")
    assert [(one.jurisdiction, one.title, one.as_of, one.licence) for one in items] == [
        ("de", "Act", date(2020, 2, 3), "public domain"),
        ("de", "Act (b)", date(2020, 2, 3), "public domain"),
    ]
    left = (tmp_path / "out" / "left-out.txt").read_text().splitlines()
    assert [line.split("\t")[0] for line in left] == ["README.md", "de/logo.png", "notes/c.txt"]


def commit(repository: Path, day: str, **texts: str | None) -> None:
    """Write (or take away) files and commit them on a day."""
    for name, text in texts.items():
        file = repository / f"{name}.md"
        if text is None:
            file.unlink()
        else:
            file.write_text(text)
    stamp = f"{day}T12:00:00Z"
    who = {
        f"GIT_{role}_{what}": "someone@law.example" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    environment = os.environ | who | {"GIT_AUTHOR_DATE": stamp, "GIT_COMMITTER_DATE": stamp}
    for words in (["add", "-A"], ["commit", "-q", "--allow-empty", "-m", day]):
        subprocess.run(["git", "-C", str(repository), *words], check=True, env=environment)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    made = tmp_path / "law-as-git"
    subprocess.run(["git", "init", "-q", str(made)], check=True)
    return made


def dated(day: str | None, body: str) -> str:
    return f"---\ntitle: Code\n{f'valid_from: {day}' if day else 'rank: law'}\n---\n{body}\n"


LONG = "Section 1. Offence\n" + "Any person who does this is liable to a fine. " * 20


def imported(repository: Path, out: Path, git_dates: bool = False) -> tuple[list[str], list[str]]:
    """Days of the versions kept, oldest first, and the reasons why others were left out."""
    found = history.find(repository, out, "xa", {}, git_dates)
    for row in found.rows:
        assert (out / row["files"]).is_file()
    return [row.get("as_of", "") for row in found.rows], [why for _, why in found.left_out]


def test_days_come_from_the_texts_and_not_from_the_commits(repository: Path, tmp_path: Path) -> None:
    commit(repository, "2026-03-26", code=dated("2013-08-01", LONG))
    commit(repository, "2026-03-26", code=dated("2018-08-01", LONG + "Two."))
    commit(repository, "2026-03-27", code=dated("2018-08-01", LONG + "Two."), other=dated(None, LONG))
    assert imported(repository, tmp_path) == (["2013-08-01", "2018-08-01", ""], [])


def test_the_newest_day_is_the_newest_version_whatever_the_order_of_commits(repository: Path, tmp_path: Path) -> None:
    commit(repository, "2026-01-01", code=dated("2026-01-01", LONG + "New."))
    commit(repository, "2026-01-02", code=dated("2006-01-01", LONG + "Old."))
    assert imported(repository, tmp_path) == (["2006-01-01", "2026-01-01"], [])


def test_an_old_wording_under_a_new_day_is_not_believed(repository: Path, tmp_path: Path) -> None:
    commit(repository, "2020-01-01", code=dated("2006-01-01", LONG + "Old."))
    commit(repository, "2021-01-01", code=dated("2025-01-01", LONG + "New."))
    commit(repository, "2022-01-01", code=dated("2026-01-01", LONG + "Old."))
    days, reasons = imported(repository, tmp_path)
    assert days == ["2006-01-01", "2025-01-01"]
    assert "older wording" in reasons[0]


def test_a_text_that_shrinks_to_a_fragment_is_not_believed(repository: Path, tmp_path: Path) -> None:
    commit(repository, "2012-01-01", code=dated("2012-01-01", LONG * 3))
    commit(repository, "2020-01-01", code=dated("2020-01-01", LONG))
    days, reasons = imported(repository, tmp_path)
    assert days == ["2012-01-01"]
    assert "text may be missing" in reasons[0]


def test_two_wordings_of_one_day_are_not_both_believed(repository: Path, tmp_path: Path) -> None:
    commit(repository, "2012-01-01", code=dated("2012-01-01", LONG))
    commit(repository, "2012-01-02", code=dated("2012-01-01", LONG + "Other."))
    days, reasons = imported(repository, tmp_path)
    assert (days, len(reasons)) == (["2012-01-01"], 1)


def test_commit_days_are_taken_on_request_and_never_over_the_texts_own(repository: Path, tmp_path: Path) -> None:
    commit(repository, "2012-01-01", code=dated(None, LONG))
    commit(repository, "2015-01-01", code=dated(None, LONG + "More."))
    commit(repository, "2016-01-01", code=None, other=dated("1999-01-01", LONG))
    assert imported(repository, tmp_path)[0] == ["", "1999-01-01"], "an older text without a day is left out"
    assert imported(repository, tmp_path, git_dates=True)[0] == ["2012-01-01", "2015-01-01", "1999-01-01"]


def test_what_cannot_be_imported(tmp_path: Path) -> None:
    with pytest.raises(InputRejected, match="no repository"):
        history.find(tmp_path, tmp_path, "xa", {})
    refused = CliRunner().invoke(app, ["corpus", "import", str(tmp_path), "--output", str(tmp_path / "o"), "--history"])
    assert isinstance(refused.exception, UsageError)
    assert folders.find(tmp_path, "xa", {}).rows == ()
