"""Writes the client's operations from the OpenAPI description: `python -m api.generate`, `--check` to compare.

One module for each tag, one method for each operation. Refuses what it cannot type: a shape that is not in
`api.schemas` or a name that two operations share stops it.
"""

import importlib
import pkgutil
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

HERE = Path(__file__).parent / "client" / "operations"
WIDTH = 120
SIMPLE = {"integer": "int", "number": "float", "boolean": "bool", "null": "None"}
BODIES = "application/json", "multipart/form-data"
ABOUT = '"""Written by `python -m api.generate` from the OpenAPI description."""'


def described() -> dict[str, Any]:
    """The OpenAPI description of the whole application."""
    from analyser.factory import open_workspace
    from analyser.settings import Settings
    from api.app import create_app
    from api.operations import described

    with tempfile.TemporaryDirectory() as folder:
        scratch = Settings(data_dir=Path(folder), cache_dir=Path(folder), database_url=None)
        workspace = open_workspace(scratch)
        try:
            return described(create_app(workspace, scratch).openapi())
        finally:
            workspace.close()


def shapes() -> dict[str, str]:
    """Every shape's name and its module. Raises ValueError for a name in two modules."""
    import api.schemas

    found: dict[str, str] = {}
    for module in pkgutil.iter_modules(api.schemas.__path__, "api.schemas."):
        for name, kind in vars(importlib.import_module(module.name)).items():
            if isinstance(kind, type) and issubclass(kind, BaseModel) and kind.__module__ == module.name:
                if name in found:
                    raise ValueError(f"{name} is a shape of {found[name]} and of {module.name}")
                found[name] = module.name
    return found


class Types:
    """Python types of schemas, and what a module must import for them."""

    def __init__(self, schemas: Mapping[str, Any], known: Mapping[str, str]) -> None:
        self._schemas, self._known = schemas, known
        self.used: set[tuple[str, str]] = set()

    def of(self, schema: Mapping[str, Any]) -> str:
        """The type as it is written. Raises ValueError for a schema this does not know."""
        if "$ref" in schema:
            return self._named(schema["$ref"].rpartition("/")[2])
        if "anyOf" in schema:
            return " | ".join(dict.fromkeys(self.of(one) for one in schema["anyOf"]))
        if "const" in schema or "enum" in schema:
            self.used.add(("typing", "Literal"))
            return f"Literal[{', '.join(_quoted(value) for value in schema.get('enum', [schema.get('const')]))}]"
        match schema.get("type"):
            case "string":
                return self._string(schema)
            case "array":
                return f"list[{self.of(schema['items'])}]"
            case "object" | None:
                self.used.add(("typing", "Any"))
                return "dict[str, Any]" if "type" in schema else "Any"
            case kind if kind in SIMPLE:
                return SIMPLE[kind]
        raise ValueError(f"There is no type for {schema}")

    def _string(self, schema: Mapping[str, Any]) -> str:
        if schema.get("format") in ("date", "date-time"):
            name = {"date": "date", "date-time": "datetime"}[schema["format"]]
            self.used.add(("datetime", name))
            return name
        if schema.get("format") == "binary" or "contentMediaType" in schema:
            self.used.add(("api.client.transport", "File"))
            return "File"
        return "str"

    def _named(self, name: str) -> str:
        if page := re.fullmatch(r"PageOf_(\w+)_", name):
            self.used.add(("api.schemas.base", "PageOf"))
            return f"PageOf[{self._named(page[1])}]"
        if name in self._known:
            self.used.add((self._known[name], name))
            return name
        if "enum" in self._schemas[name]:
            return self.of(self._schemas[name])
        raise ValueError(f"{name} is no shape of api.schemas")


def operations(document: Mapping[str, Any]) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """(tag, method, path, operation) of all but event streams, which the client follows by hand."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if "text/event-stream" not in _success(operation).get("content", {}):
                yield operation["tags"][0], method.upper(), path, operation


def _success(operation: Mapping[str, Any]) -> dict[str, Any]:
    answers: dict[str, Any] = next(one for code, one in operation["responses"].items() if code.startswith("2"))
    return answers


def method(verb: str, path: str, operation: Mapping[str, Any], types: Types, bodies: Mapping[str, Any]) -> list[str]:
    """The lines of one method."""
    parameters = [one for one in operation.get("parameters", ()) if one["in"] in ("path", "query")]
    places = [f"{one['name']}: {types.of(one['schema'])}" for one in parameters if one["in"] == "path"]
    named = [one for one in parameters if one["in"] == "query"]
    given = [_parameter(one["name"], one["schema"], one.get("required", False), types) for one in named]
    passed = [_pairs("at", [one["name"] for one in parameters if one["in"] == "path"])]
    passed += [_pairs("query", [one["name"] for one in named])]
    body = operation.get("requestBody", {}).get("content", {})
    if BODIES[0] in body:
        places.append(f"body: {types.of(body[BODIES[0]]['schema'])}")
        passed.append("body=body")
    elif BODIES[1] in body:
        form = bodies[body[BODIES[1]]["schema"]["$ref"].rpartition("/")[2]]
        required = form.get("required", ())
        typed = {name: types.of(schema) for name, schema in form["properties"].items()}
        given = [_parameter(name, form["properties"][name], name in required, types) for name in typed] + given
        passed.append(_pairs("fields", [name for name, kind in typed.items() if "File" not in kind]))
        passed.append(_pairs("files", [name for name, kind in typed.items() if "File" in kind]))
    required_first = sorted(given, key=lambda one: " = " in one)
    taken = ["self", *places, *(["*", *required_first] if given else [])]
    answer, call, first = _answer(operation, types)
    arguments = [*first, f'"{verb}"', f'"{path}"', *(one for one in passed if one)]
    return [
        *_fitted(f"    def {operation['operationId']}(", taken, f") -> {answer}:"),
        *_doc(operation["description"]),
        *_fitted(f"        {call}(", arguments, ")"),
    ]


def _parameter(name: str, schema: Mapping[str, Any], required: bool, types: Types) -> str:
    kind = types.of(schema)
    if required:
        return f"{name}: {kind}"
    default = schema.get("default")
    if default is None and "None" not in kind.split(" | "):
        kind += " | None"
    return f"{name}: {kind} = {_quoted(default)}"


def _quoted(value: Any) -> str:
    return '"' + value.replace('"', '\\"') + '"' if isinstance(value, str) else repr(value)


def _pairs(name: str, names: list[str]) -> str:
    listed = ", ".join(f'"{one}": {one}' for one in names)
    return f"{name}={{{listed}}}" if names else ""


def _answer(operation: Mapping[str, Any], types: Types) -> tuple[str, str, list[str]]:
    """(type, how it is asked for, first arguments)."""
    content = _success(operation).get("content", {})
    if "application/json" in content and len(content) == 1 and content["application/json"]["schema"]:
        kind = types.of(content["application/json"]["schema"])
        return kind, "return self._ask", [kind]
    return ("bytes", "return self._fetch", []) if content or _is_file(operation) else ("None", "self._act", [])


def _is_file(operation: Mapping[str, Any]) -> bool:
    return "204" not in operation["responses"]


def _doc(text: str) -> list[str]:
    line = f'        """{" ".join(text.split())}"""'
    return [line if len(line) <= WIDTH else _long(text)]


def _long(text: str) -> str:
    lines: list[str] = []
    line = '        """'
    for word in text.split():
        if len(line) + len(word) + 4 > WIDTH:  # room for the quotes: one line alone must hold them
            lines, line = [*lines, line], "        "
        line += word if line.endswith('"""') or line.isspace() else f" {word}"
    return "\n".join([*lines, line, '        """'])


def _fitted(start: str, parts: list[str], end: str) -> list[str]:
    """One line where it fits, else one line a part."""
    line = start + ", ".join(parts) + end
    if len(line) <= WIDTH:
        return [line]
    indent = " " * (len(start) - len(start.lstrip()))
    return [start, *(one for part in parts for one in _part(f"{indent}    ", part)), f"{indent}{end}"]


def _part(indent: str, part: str) -> list[str]:
    if len(indent) + len(part) < WIDTH:
        return [f"{indent}{part},"]
    name, _, pairs = part.partition("={")
    return [f"{indent}{name}={{", *(f"{indent}    {pair}," for pair in pairs.rstrip("}").split(", ")), f"{indent}}},"]


def _imports(used: set[tuple[str, str]]) -> Iterator[str]:
    groups = (("datetime", "typing"), ("api",))
    for roots in groups:
        lines: list[str] = []
        for module in sorted({module for module, _ in used if module.partition(".")[0] in roots}):
            names = sorted((name for where, name in used if where == module), key=_order)
            lines += _fitted(f"from {module} import ", names, "") if _short(module, names) else _block(module, names)
        if lines:
            yield from ["", *lines]


def _order(name: str) -> tuple[bool, str]:
    return (not name.isupper(), name.lower())


def _short(module: str, names: list[str]) -> bool:
    return len(f"from {module} import {', '.join(names)}") <= WIDTH


def _block(module: str, names: list[str]) -> list[str]:
    return [f"from {module} import (", *(f"    {name}," for name in names), ")"]


def written() -> dict[str, str]:
    """The text of every generated file by its name. Raises ValueError for what cannot be typed."""
    document, known = described(), shapes()
    schemas = document["components"]["schemas"]
    bodies: dict[str, list[list[str]]] = {}
    types: dict[str, Types] = {}
    names: set[str] = set()
    for tag, verb, path, operation in operations(document):
        if operation["operationId"] in names:
            raise ValueError(f"Two operations are named {operation['operationId']}")
        names.add(operation["operationId"])
        used = types.setdefault(tag, Types(schemas, known))
        bodies.setdefault(tag, []).append(method(verb, path, operation, used, schemas))
    files = {f"{tag}.py": _module(tag, methods, types[tag]) for tag, methods in bodies.items()}
    return files | {"__init__.py": _package(sorted(bodies))}


def _module(tag: str, methods: list[list[str]], types: Types) -> str:
    types.used.add(("api.client.transport", "Transport"))
    lines = [ABOUT, *_imports(types.used), "", "", f"class {tag.title()}(Transport):"]
    for number, one in enumerate(methods):
        lines += ([""] if number else []) + one
    return "\n".join(lines) + "\n"


def _package(tags: list[str]) -> str:
    imports = [f"from api.client.operations.{tag} import {tag.title()}" for tag in tags]
    head = _fitted("class AllOperations(", [tag.title() for tag in tags], "):")
    return "\n".join([ABOUT, "", *imports, "", "", *head, '    """Every operation of the API."""']) + "\n"


def main(arguments: list[str]) -> int:
    """Write the files, or with `--check` only say whether they differ."""
    files = written()
    HERE.mkdir(exist_ok=True)
    present = {file.name: file.read_text("utf-8") for file in HERE.glob("*.py")}
    if arguments == ["--check"]:
        return int(present != files)
    for name in set(present) - set(files):
        (HERE / name).unlink()
    for name, text in files.items():
        (HERE / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
