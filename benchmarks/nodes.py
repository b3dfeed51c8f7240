"""YAML read with its line numbers: a tree of texts, lists and maps, and the list of what is wrong with a file.

Values stay texts (`no` is a language, not a falsehood). Refused: tags, anchors and aliases, duplicate keys, several
documents - nothing in a codebook needs them, and each has hidden an entry or blown up a parser somewhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable
from typing import Any

import yaml

from analyser.errors import InvalidDefinition

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the compiled parser where libyaml is there


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a definition file: where (`line` counts from 1), in which entry, what, and what to do."""

    file: str
    line: int | None
    entry: str
    message: str
    fix: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.entry + ': ' if self.entry else ''}{self.message}. {self.fix}"


@dataclass(slots=True)
class Problems:
    """Collects every problem of one load, so that an author sees all of them at once."""

    file: str
    found: list[Problem] = field(default_factory=list)

    def add(self, node: "Node | None", entry: str, message: str, fix: str) -> None:
        self.found.append(Problem(self.file, node.line if node else None, entry, message, fix))

    def raise_if_any(self) -> None:
        """Raises InvalidDefinition naming the first problem; `details["problems"]` lists all of them."""
        if self.found:
            raise invalid(self.found)


def invalid(found: list[Problem]) -> InvalidDefinition:
    """The error that carries these problems."""
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    first = found[0]
    place = first.file if first.line is None else f"{first.file}:{first.line}"
    entry = f"{first.entry}: " if first.entry else ""
    return InvalidDefinition(f"{place}: {entry}{first.message}{more}", first.fix, problems=[str(p) for p in found])


@dataclass(frozen=True, slots=True)
class Node:
    """A YAML value with the line it starts on: a text, a list of nodes, or a map of nodes."""

    value: "str | list[Node] | dict[str, Node]"
    line: int

    @property
    def text(self) -> str | None:
        """The text, or None where the file has a list or a map."""
        return self.value if isinstance(self.value, str) else None

    @property
    def items(self) -> "list[Node] | None":
        return self.value if isinstance(self.value, list) else None

    @property
    def map(self) -> "dict[str, Node] | None":
        return self.value if isinstance(self.value, dict) else None


def read_yaml(source: Traversable, problems: Problems) -> Node:
    """The file as nodes. Raises InvalidDefinition where nothing can be made of it: not UTF-8, not YAML, empty."""
    try:
        root = yaml.compose(source.read_text(encoding="utf-8"), Loader=_LOADER)
    except OSError as error:
        problems.add(None, "", f"cannot be read ({error.strerror or error})", "Check the path and its permissions.")
    except UnicodeDecodeError as error:
        problems.add(None, "", f"is not UTF-8 (byte {error.start})", "Save the file as UTF-8.")
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = Node("", mark.line + 1) if mark else None
        problems.add(line, "", f"is not YAML: {getattr(error, 'problem', error)}", "Correct the syntax on that line.")
    else:
        if root is not None:
            return _convert(root, set(), problems, 0)
        problems.add(None, "", "is empty", "Fill the file or delete it.")
    raise invalid(problems.found)


_PLAIN_TAGS = {
    f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float", "bool", "null", "seq", "map", "timestamp")
}
_DEEPEST = 12


def _convert(node: yaml.Node, seen: set[int], problems: Problems, depth: int) -> Node:
    line = node.start_mark.line + 1
    here = Node("", line)
    if node.tag not in _PLAIN_TAGS:
        problems.add(here, "", f"tag {node.tag} is not allowed", "Remove the tag.")
        return here
    if id(node) in seen or depth > _DEEPEST:
        problems.add(here, "", "anchors, aliases and deep nesting are not allowed", "Write the value out.")
        return here
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        return Node(_convert_map(node, seen, problems, depth), line)
    if isinstance(node, yaml.SequenceNode):
        return Node([_convert(child, seen, problems, depth + 1) for child in node.value], line)
    return Node(str(node.value).strip(), line)


def _convert_map(node: yaml.MappingNode, seen: set[int], problems: Problems, depth: int) -> dict[str, Node]:
    result: dict[str, Node] = {}
    for key, child in node.value:
        name = str(key.value) if isinstance(key, yaml.ScalarNode) else ""
        here = Node("", key.start_mark.line + 1)
        if not name:
            problems.add(here, "", "a key is not a text", "Use a plain word as key.")
        elif name in result:
            problems.add(here, name, "the key occurs twice", "Keep one of the two and delete the other.")
        else:
            value = _convert(child, seen, problems, depth + 1).value
            result[name] = Node(value, here.line)  # a field is where its name is, also when its value begins below
    return result


class Fields:
    """Reads the fields of one map, reporting what is missing, empty, of the wrong kind or unknown."""

    def __init__(self, node: Node, entry: str, problems: Problems) -> None:
        self.node, self.entry, self.problems = node, entry, problems
        self._map: dict[str, Node] = node.map or {}
        self._asked: set[str] = set()
        if node.map is None:
            problems.add(node, entry, "a map of fields is expected here", "Write `field: value` lines.")

    def get(self, name: str) -> Node | None:
        self._asked.add(name)
        return self._map.get(name)

    def text(self, name: str, default: str | None = None) -> str:
        """The text of a field; without a default a missing or empty one is a problem."""
        node = self.get(name)
        if node is None and default is not None:
            return default
        if node is None:
            self.problems.add(self.node, self.entry, f"field `{name}` is missing", f"Add `{name}:`.")
        elif not node.text:
            self.problems.add(node, self.entry, f"field `{name}` must be a text", f"Write a text after `{name}:`.")
        else:
            return " ".join(node.text.split())
        return ""

    def flag(self, name: str, default: bool) -> bool:
        node = self.get(name)
        if node is None:
            return default
        if node.text not in ("true", "false"):
            self.problems.add(node, self.entry, f"field `{name}` must be true or false", "Write `true` or `false`.")
        return node.text == "true"

    def texts(self, name: str) -> tuple[tuple[str, Node], ...]:
        """The texts of a list field with their nodes; a missing list is a problem, an empty one too."""
        return tuple(_texts(self.get(name), self.node, self.entry, name, self.problems))

    def pairs(self, name: str, optional: bool = False) -> dict[str, Node]:
        node = self.get(name)
        if node is None and optional:
            return {}
        if node is None or node.map is None:
            fix = f"Write `{name}:` with entries below it."
            self.problems.add(node or self.node, self.entry, f"field `{name}` must be a map", fix)
            return {}
        return node.map

    def finish(self) -> None:
        """Reports fields that nobody asked for: a typing error would otherwise drop its content silently."""
        for name in self._map.keys() - self._asked:
            known = ", ".join(sorted(self._asked))
            self.problems.add(self._map[name], self.entry, f"unknown field `{name}`", f"Known fields: {known}.")


def _texts(node: Node | None, owner: Node, entry: str, name: str, problems: Problems) -> Iterator[tuple[str, Node]]:
    if node is None or not node.items:
        fix = f"Write `{name}:` with `- ` lines below it."
        problems.add(node or owner, entry, f"field `{name}` must be a list of texts", fix)
        return
    for item in node.items:
        if item.text:
            yield " ".join(item.text.split()), item
        else:
            problems.add(item, entry, f"an entry of `{name}` is not a text", "Put the entry in quotes.")
