"""What an error means for an item: the machine's fault, the input's fault, or nothing found.

`failed` may be tried again as it is; `rejected` needs another input; `empty` was read and holds nothing. None of them
is ever taken for "not covered".
"""

from analyser.errors import (
    AnalyserError,
    EmptyFile,
    Forbidden,
    InputRejected,
    NoSections,
    NotFound,
    UsageError,
)
from analyser.store.ledger import Outcome
from analyser.store.records import JobState

_EMPTY = (EmptyFile, NoSections)
_REJECTED = (InputRejected, UsageError, NotFound, Forbidden)


def of_error(error: Exception) -> Outcome:
    """The outcome an attempt ends with when it raised this."""
    if not isinstance(error, AnalyserError):
        return Outcome(
            JobState.FAILED,
            "error",
            f"{type(error).__name__}: {error}",
            "This is a fault of the program: please report it with the file's name and this message.",
        )
    state = JobState.FAILED
    if isinstance(error, _EMPTY):
        state = JobState.EMPTY
    elif isinstance(error, _REJECTED):
        state = JobState.REJECTED
    return Outcome(state, error.code, error.message, error.hint)
