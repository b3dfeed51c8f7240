"""What a person may look at: studies with members, tokens of one study, suggestions in a blind study."""

from collections.abc import Callable

from analyser.errors import Forbidden, UnknownName
from analyser.review.access import Access
from analyser.review.records import Role, User
from analyser.store.unit import Unit
from benchmarks import list_benchmarks, load_benchmark, load_elements


def check_element(element: str) -> None:
    """Raises UnknownName, with the nearest ids, for an element no instrument has."""
    known = load_elements()
    if element not in known:
        from benchmarks.closest import hint

        raise UnknownName(f"No instrument has the element {element!r}.", hint=hint(element, known))


def access_of(unit: Unit, user: User) -> Access:
    """Who may look at which study and element, as far as it concerns the user."""
    closed = [one.benchmark for one in unit.reviews.conduct().values() if one.members_only]
    if not closed and user.study is None:
        return Access({}, {})
    members = unit.reviews.members()
    return Access(
        {name: members.get(name, frozenset()) for name in closed}, {name: ids(name) for name in list_benchmarks()}
    )


def ids(benchmark: str) -> frozenset[str]:
    """The ids of a benchmark's elements."""
    return frozenset(element.id for element in load_benchmark(benchmark).elements)


def check_study(unit: Unit, user: User, benchmark: str) -> None:
    """Raises Forbidden where the user is no member of the study, or signed in with a token of another one."""
    if not access_of(unit, user).benchmark(user, benchmark):
        raise Forbidden(f"The study {benchmark} is not open to {user.name}.", hint="Ask an admin to add you to it.")


def check_open(unit: Unit, user: User, element: str) -> None:
    """Raises UnknownName for no element, Forbidden for one of a study that is not the user's."""
    check_element(element)
    if not access_of(unit, user).element(user, element):
        raise Forbidden(
            f"The element {element} is not open to {user.name}.", hint="Ask an admin to add you to its study."
        )


def suggestions_hidden(unit: Unit, user: User) -> Callable[[str, str], bool]:
    """Whether candidates of (jurisdiction, element) are hidden: a blind study, and no answer of the reviewer's own yet.

    Those who do not rate see them, unless they are assigned.
    """
    blind: set[str] = set()
    for one in unit.reviews.conduct().values():
        if one.blind_suggestions:
            blind |= ids(one.benchmark)
    if not blind:
        return lambda _country, _element: False
    own = {
        (rating.jurisdiction, rating.element)
        for rating in unit.ratings.list(elements=sorted(blind), history=True)
        if rating.reviewer == user.name and rating.kind == "rating"
    }
    plan = unit.reviews.plan()
    duties = {place[:2] for place, names in plan.assigned.items() if user.name in names}
    rates = user.role is Role.REVIEWER
    return lambda country, element: (
        element in blind and (country, element) not in own and (rates or (country, element) in duties)
    )
