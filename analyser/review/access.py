"""Which studies and elements a person may look at. Pure: studies overlap in their elements, and the strictest one wins.

An element of a study with members is open to the members of any such study and to admins. A token of one study opens
nothing else.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from analyser.review.records import Role, User


@dataclass(frozen=True, slots=True)
class Access:
    """`closed`: benchmark -> names of its members, for studies with members only; `elements`: benchmark -> its ids."""

    closed: Mapping[str, Collection[str]]
    elements: Mapping[str, Collection[str]]

    def benchmark(self, user: User, benchmark: str) -> bool:
        """Whether the user may look at the study."""
        if user.study is not None and user.study != benchmark:
            return False
        if benchmark not in self.closed or user.role is Role.ADMIN:
            return True
        return user.name in self.closed[benchmark]

    def element(self, user: User, element: str) -> bool:
        """Whether the user may see and rate the element."""
        if user.study is not None and element not in self.elements.get(user.study, ()):
            return False
        if user.role is Role.ADMIN:
            return True
        inside = [members for name, members in self.closed.items() if element in self.elements[name]]
        return not inside or any(user.name in members for members in inside)
