"""What speaks for and against a candidate before the law as a whole is looked at, and the traits its law may learn
from.

Decides nothing. Weights are in units of log odds; the chain replaces most of their force by what the law itself
shows.
"""

from analyser.sections.layout import Looks
from analyser.sections.marks import Mark, cites, is_lower
from analyser.sections.row import Row

EXPLICIT = ("before", "sign", "after", "cjk", "ko")


def weigh(rows: list[Row], marks: list[Mark], looks: Looks) -> None:
    """Set `prior` and `traits` of every candidate."""
    for mark in marks:
        row = rows[mark.row]
        above = rows[mark.row - 1] if mark.row else None
        rest = row.text[mark.end :].strip()
        opening = row.gap or any(r.gap for r in rows[max(0, mark.row - 2) : mark.row])
        lost = above is not None and not row.gap and not above.ends and above.kind is None
        traits = _traits(row, mark, rest, opening, lost)
        mark.traits = traits
        score = 2.0 if mark.family in EXPLICIT else 0.5
        score += 1.0 * row.gap + 0.5 * (opening and looks.gap) + (1.0 if looks.bold and row.bold else 0.0)
        score += 1.0 * (row.level is not None) + (1.0 if not rest else 0.0)
        score -= (
            3.0 * row.follows
            + 5.0 * mark.quoted
            + (3.0 if cites(rest) and not row.gap else 1.0 if cites(rest) else 0.0)
        )
        score -= (
            1.5 * is_lower(rest) + 0.5 * lost + (1.5 if mark.family == "before" and row.text[:1].islower() else 0.0)
        )
        mark.prior = score


def _traits(row: Row, mark: Mark, rest: str, opening: bool, lost: bool) -> tuple[str, ...]:
    kind = "none" if not rest else "lower" if is_lower(rest) else "bracket" if rest[0] in "([（" else "text"
    word = mark.printed.strip()[:3]
    case = "upper" if word.isupper() and not word.islower() else "title" if word[:1].isupper() else "lower"
    traits = [
        f"style {mark.style}", f"gap {row.gap}", f"open {opening}", f"rest {kind}", f"case {case}", f"lost {lost}",
        f"runs {row.follows}", f"bold {row.bold}", f"level {row.level}", f"cites {cites(rest)}", f"ends {row.ends}",
        f"italic {row.italic}",
    ]  # fmt: skip
    if row.box:
        traits += [f"centred {row.centred}", f"size {round(row.size * 2)}"]
    return tuple(traits)
