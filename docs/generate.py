"""The tables of docs/reference.md, made from the program itself: settings, commands, errors, HTTP endpoints.

Run `python docs/generate.py` to rewrite them, `--check` to fail when they differ. It decides only how a table looks; it
refuses to leave out an entry, and stops when an error has no words in errors.yaml.
"""

import re
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from pathlib import Path
from typing import Any, get_args

import typer
import yaml
from pydantic_core import PydanticUndefined

from analyser.errors import AnalyserError
from analyser.settings import Settings

HERE = Path(__file__).parent
REFERENCE = HERE / "reference.md"
OURS = ("analyser", "api", "benchmarks", "corpora", "models")
PER_USER = {"data_dir": "the user's data folder", "cache_dir": "the user's cache folder"}
Rows = Iterable[tuple[str, ...]]


def table(heads: tuple[str, ...], rows: Rows) -> str:
    """A Markdown table; line breaks and bars inside a cell are made harmless."""
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def settings() -> str:
    """Every field of Settings: name in the environment, default, meaning."""
    prefix = Settings.model_config.get("env_prefix", "")
    rows = [
        (f"`{prefix}{name.upper()}`", _default(name, field.default), field.description or "")
        for name, field in Settings.model_fields.items()
    ]
    return table(("variable", "default", "meaning"), rows)


def _default(name: str, value: Any) -> str:
    if value is PydanticUndefined:
        return PER_USER[name]
    return "none" if value in (None, ()) else f"`{value}`"


def errors() -> str:
    """Every error of the tree. Raises KeyError for one without words, ValueError for words without an error."""
    words = yaml.safe_load((HERE / "errors.yaml").read_text("utf-8"))
    kinds = list(error_kinds())
    if unknown := set(words) - {kind.code for kind in kinds}:
        raise ValueError(f"errors.yaml has words for errors nobody defines: {sorted(unknown)}")
    rows = [
        (f"`{kind.code}`", f"`{kind.__name__}`", str(kind.exit_code), str(kind.http_status), *words[kind.code])
        for kind in kinds
    ]
    return table(("code", "class", "exit code", "HTTP", "when", "what to do"), rows)


def error_kinds(kind: type[AnalyserError] = AnalyserError) -> Iterator[type[AnalyserError]]:
    """The program's error classes, a parent before its children."""
    if kind.__module__.partition(".")[0] in OURS:
        yield kind
        for below in kind.__subclasses__():
            yield from error_kinds(below)


def commands() -> str:
    """Every command and sub-command with its arguments and options."""
    from analyser.cli.main import app

    return "\n\n".join(_command(name, command) for name, command in walk(typer.main.get_command(app), "analyser"))


def walk(command: Any, name: str) -> Iterator[tuple[str, Any]]:
    """(full name, command) of a command and all below it."""
    yield name, command
    for below, child in getattr(command, "commands", {}).items():
        yield from walk(child, f"{name} {below}")


def _command(name: str, command: Any) -> str:
    about = "\n\n".join(" ".join(part.split()) for part in (command.help or "").split("\n\n"))
    rows = [_parameter(one) for one in command.params]
    given = [table(("argument or option", "takes", "default", "meaning"), rows)] if rows else []
    return "\n\n".join([f"### `{name}`", about, *given])


def _parameter(one: Any) -> tuple[str, ...]:
    argument = one.param_type_name == "argument"
    name = one.name.upper() if argument else ", ".join((*one.opts, *one.secondary_opts))
    values = "nothing" if getattr(one, "is_flag", False) else _values(one.type_descriptor.annotation)
    often = " (several)" if getattr(one, "multiple", False) or one.nargs == -1 else ""
    unset = one.default is None or one.default is False
    default = "required" if one.required else "" if unset else f"`{_plain(one.default)}`"
    return f"`{name}`", values + often, default, one.help or ""


def _plain(value: Any) -> str:
    return str(value.value if isinstance(value, Enum) else value)


def _values(kind: Any) -> str:
    kind = next(iter(get_args(kind)), kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return ", ".join(f"`{member.value}`" for member in kind)
    return {"Path": "path", "int": "whole number", "float": "number", "datetime": "date"}.get(kind.__name__, "text")


def endpoints() -> str:
    """Every documented HTTP operation: method, path, what it does."""
    from analyser.factory import open_workspace
    from api import create_app

    with tempfile.TemporaryDirectory() as folder:
        scratch = Settings(data_dir=Path(folder), cache_dir=Path(folder), database_url=None)
        workspace = open_workspace(scratch)
        try:
            paths = create_app(workspace, scratch).openapi()["paths"]
        finally:
            workspace.close()
    rows = [
        (method.upper(), f"`{path}`", ", ".join(_query(operation)), operation.get("description", ""))
        for path, operations in paths.items()
        for method, operation in operations.items()
    ]
    return table(("method", "path", "query", "what"), rows)


def _query(operation: dict[str, Any]) -> list[str]:
    return [f"`{one['name']}`" for one in operation.get("parameters", ()) if one["in"] == "query"]


PARTS: dict[str, Callable[[], str]] = {
    "settings": settings,
    "commands": commands,
    "errors": errors,
    "endpoints": endpoints,
}


def generated(text: str) -> str:
    """The reference with everything between its markers made anew. Raises ValueError where a marker is missing."""
    for name, make in PARTS.items():
        start, end = f"<!-- generated: {name} -->", f"<!-- end: {name} -->"
        places = re.findall(f"{re.escape(start)}.*?{re.escape(end)}", text, re.DOTALL)
        if len(places) != 1:
            raise ValueError(f"{REFERENCE.name} needs {start} and {end} once each")
        text = text.replace(places[0], f"{start}\n\n{make()}\n\n{end}")
    return text


def main(arguments: list[str]) -> int:
    """Rewrite the reference, or with `--check` only say whether it differs."""
    before = REFERENCE.read_text("utf-8")
    after = generated(before)
    if arguments == ["--check"]:
        return int(before != after)
    REFERENCE.write_text(after, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
