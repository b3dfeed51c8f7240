"""Every error a user can meet, as one tree.

AnalyserError
├── UsageError            the request itself is wrong
│   ├── UnknownName       a country, language, benchmark or element nobody defines
│   ├── PortInUse         the address to serve on is taken
│   └── RatingRefused     a rating without the proof the rules ask for
├── InputRejected         a file or text that cannot be accepted
│   ├── EmptyFile, EncryptedFile, DamagedFile, UnsupportedFile, FileTooLarge
│   ├── NoSections        text was read, but nothing in it looks like a law's sections
│   ├── ParseLimit        the guarded child ran out of its memory, CPU, wall or page limit
│   └── InvalidDefinition a benchmark, manifest or gold file that breaks its schema
├── MissingComponent      an optional program or model is not installed
├── TranslationFailed     the translation server did not answer with a translation
├── StorageError          the database or the disk refused
│   ├── NewerSchema, DiskFull
│   ├── NotFound, Conflict, Forbidden, NotAuthenticated, TooManyAttempts, TooManyRequests
│   ├── SignInRefused     what the sign-in provider answered does not hold (a NotAuthenticated)
│   └── ProviderUnreachable
└── PartialFailure        some items of a bulk run failed; the rest is stored

The command line and the HTTP API render the same object: `problem()` is RFC 9457.
"""

from typing import Any


class AnalyserError(Exception):
    """Base of all errors shown to a user: a stable code, what happened, and what to do about it."""

    code = "error"
    exit_code = 1
    http_status = 500

    def __init__(self, message: str, hint: str = "", **details: Any) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.details = details

    def problem(self) -> dict[str, Any]:
        """The error as an RFC 9457 problem object (also what `--format json` prints on stderr)."""
        return {
            "type": f"urn:statute-gap-analyser:error:{self.code}",
            "title": self.code.replace("_", " "),
            "status": self.http_status,
            "detail": self.message,
            "code": self.code,
            "hint": self.hint,
        } | self.details

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.message, self.hint, self.details)


def _rebuild(kind: type[AnalyserError], message: str, hint: str, details: dict[str, Any]) -> AnalyserError:
    return kind(message, hint, **details)


class UsageError(AnalyserError):
    code, exit_code, http_status = "usage", 2, 422


class UnknownName(UsageError):
    code = "unknown_name"


class PortInUse(UsageError):
    code = "port_in_use"


class RatingRefused(UsageError):
    code = "rating_refused"


class InputRejected(AnalyserError):
    code, exit_code, http_status = "input_rejected", 3, 422


class EmptyFile(InputRejected):
    code = "empty_file"


class EncryptedFile(InputRejected):
    code = "encrypted_file"


class DamagedFile(InputRejected):
    code = "damaged_file"


class UnsupportedFile(InputRejected):
    code, http_status = "unsupported_file", 415


class FileTooLarge(InputRejected):
    code, http_status = "file_too_large", 413


class NoSections(InputRejected):
    code = "no_sections"


class ParseLimit(InputRejected):
    code = "parse_limit"


class InvalidDefinition(InputRejected):
    code = "invalid_definition"


class MissingComponent(AnalyserError):
    code, exit_code, http_status = "missing_component", 4, 501


class TranslationFailed(AnalyserError):
    code, exit_code, http_status = "translation_failed", 4, 502


class StorageError(AnalyserError):
    code, exit_code, http_status = "storage", 5, 503


class NewerSchema(StorageError):
    code = "newer_schema"


class DiskFull(StorageError):
    code, http_status = "disk_full", 507


class NotFound(StorageError):
    code, http_status = "not_found", 404


class Conflict(StorageError):
    code, http_status = "conflict", 409


class Forbidden(StorageError):
    code, http_status = "forbidden", 403


class NotAuthenticated(StorageError):
    code, http_status = "not_authenticated", 401


class SignInRefused(NotAuthenticated):
    code = "sign_in_refused"


class ProviderUnreachable(StorageError):
    code, http_status = "provider_unreachable", 502


class TooManyAttempts(StorageError):
    code, http_status = "too_many_attempts", 429


class TooManyRequests(StorageError):
    code, http_status = "too_many_requests", 429


class PartialFailure(AnalyserError):
    code, exit_code, http_status = "partial_failure", 6, 207
