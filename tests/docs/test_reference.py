"""The reference says what the program is: nothing undocumented, nothing left of what is gone, no dead link."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote

import pytest
import typer

from analyser.cli.main import app
from analyser.settings import Settings

ROOT = Path(__file__).parents[2]
PAGES = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md")))
LINK = re.compile(r"\]\(([^)\s]+)\)")
FENCED = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    """docs/generate.py, loaded by its path: the folder is no package."""
    spec = importlib.util.spec_from_file_location("docs_generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_reference_is_what_the_program_says(generate: ModuleType) -> None:
    text = generate.REFERENCE.read_text("utf-8")
    assert text == generate.generated(text), "run python docs/generate.py"


def test_a_setting_an_option_and_an_error_out_of_step_are_noticed(generate: ModuleType) -> None:
    text = generate.REFERENCE.read_text("utf-8")
    for gone in ("`ANALYSER_PARSE_PAGES`", "`--leave-one-out`", "`no_sections`", "`/api/v1/candidates`"):
        assert gone in text
        assert generate.generated(text.replace(gone, "")) == text


def test_every_setting_and_option_says_what_it_means(generate: ModuleType) -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []
    commands = list(generate.walk(typer.main.get_command(app), "analyser"))
    assert len(commands) > 15
    assert [name for name, command in commands if not command.help] == []
    silent = [f"{name} {one.name}" for name, command in commands for one in command.params if not one.help]
    assert silent == []


def test_every_endpoint_says_what_it_does(generate: ModuleType) -> None:
    rows = generate.endpoints().splitlines()[2:]
    assert len(rows) > 30
    assert [row for row in rows if row.endswith("|  |")] == []


def test_a_marker_that_is_missing_is_an_error(generate: ModuleType) -> None:
    with pytest.raises(ValueError, match="generated: settings"):
        generate.generated("# Reference\n")


def anchors(page: Path) -> set[str]:
    """The names a page's headings can be linked by, as GitHub makes them."""
    text = FENCED.sub("", page.read_text("utf-8"))
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_relative_links_lead_somewhere(page: Path) -> None:
    dead = []
    for link in LINK.findall(FENCED.sub("", page.read_text("utf-8"))):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = unquote(link).partition("#")
        target = page.parent / path if path else page
        if not target.exists() or (anchor and target.suffix == ".md" and anchor not in anchors(target)):
            dead.append(link)
    assert dead == []


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_commands_shown_to_users_exist(page: Path, generate: ModuleType) -> None:
    options = {
        name: {opt for one in command.params for opt in (*one.opts, *one.secondary_opts)} | {"--help"}
        for name, command in generate.walk(typer.main.get_command(app), "analyser")
    }
    wrong = []
    for line in re.findall(r"(?:^|[ /`])(analyser [a-z][^`\n#]*)", page.read_text("utf-8")):
        words = line.replace("\\", "").split()
        name = words[0]
        while len(words) > 1 and f"{name} {words[1]}" in options:
            name = f"{name} {words.pop(1)}"
        wrong += [
            f"{name} {word}" for word in words if word.startswith("--") and word.strip(".,;") not in options[name]
        ]
    assert wrong == []
