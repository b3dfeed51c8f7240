"""How people come in: passwords, invitations, and how guessing is slowed down.

Passwords are kept as argon2 hashes. A failed sign-in says no more than that it failed, takes as long for an unknown
name, and after a few attempts the name and the address wait a quarter of an hour. A disabled person is out at once.
Who comes from a sign-in provider is known by issuer and subject alone: a name or an address proves nothing, so nobody
takes over an account that was here before, and nobody becomes an admin that way.
"""

from datetime import timedelta
from functools import cache
from itertools import chain, count

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from analyser.errors import Conflict, NotAuthenticated, SignInRefused, TooManyAttempts, UsageError
from analyser.review.records import Role, User
from analyser.store.records import Invitation
from analyser.store.unit import Unit
from analyser.workspace.accounts import Accounts, checked_name
from analyser.workspace.base import require
from benchmarks import load_benchmark

SHORTEST = 10  # characters of a password
ATTEMPTS = 5  # failures of a name before it waits
FROM_ONE_ADDRESS = 20
WAIT = timedelta(minutes=15)
SESSION = timedelta(hours=720)


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobody() -> str:
    """A hash no password fits, so that an unknown name takes as long as a known one."""
    return _hasher().hash("no password of anybody")


class Entrance(Accounts):
    def sign_in(self, name: str, password: str, address: str) -> tuple[User, str]:
        """(user, session token) for the right password. Raises NotAuthenticated, TooManyAttempts."""
        name, who = name.strip(), (f"name:{name.strip().lower()}", f"address:{address}")
        with self._store.read() as unit:
            for one, most in zip(who, (ATTEMPTS, FROM_ONE_ADDRESS), strict=True):
                if unit.people.failures([one], unit.now - WAIT) >= most:
                    wait, hint = int(WAIT.total_seconds()), "Wait a quarter of an hour and try again."
                    raise TooManyAttempts("Too many failed attempts.", hint=hint, retry_after=wait)
            kept = unit.people.password(name)
        right = _fits(kept or _nobody(), password) and kept is not None
        with self._store.unit() as unit:
            unit.audit.lock()
            if right:
                user = unit.people.named(name)
                return user, self._make(unit, user, "session", "session", user.name, SESSION)
            unit.people.add_failure(who, unit.now, unit.now - 4 * WAIT)
            unit.record("nobody", "login.failed", address)
        raise NotAuthenticated(
            "The name or the password is wrong.", hint="Ask an admin for an invitation if you forgot it."
        )

    def enter(self, issuer: str, subject: str, name: str, role: Role) -> tuple[User, str]:
        """(user, session token) of somebody a sign-in provider vouches for; an account is made the first time.

        `name` and `role` count for a new account alone; a taken name gets a number. Raises SignInRefused for a
        disabled person, UsageError for a name that is none.
        """
        if role is Role.ADMIN:
            raise UsageError("A provider makes no admins.", hint="Let an admin here give the role.")
        with self._store.unit() as unit:
            unit.audit.lock()
            user = unit.people.known_as(issuer, subject) or _newcomer(unit, issuer, subject, checked_name(name), role)
            if user.disabled_at is not None:
                raise SignInRefused("This account is disabled here.", hint="Ask an admin.")
            return user, self._make(unit, user, "session", "session", user.name, SESSION)

    def set_password(self, user: User, password: str, *, by: User, current: str | None = None) -> None:
        """Set a password; one's own needs the `current` one where there is one. Ends the person's other sessions.

        Raises UsageError for a weak one, NotAuthenticated for a wrong current one, Forbidden.
        """
        if by.name != user.name:
            require(by, Role.ADMIN)
        hashed = _hashed(user.name, password)
        with self._store.unit() as unit:
            unit.audit.lock()
            kept = unit.people.password(user.name)
            if by.name == user.name and kept is not None and not _fits(kept, current or ""):
                raise NotAuthenticated("The present password is wrong.", hint="Enter it again.")
            unit.people.change(user.name, password=hashed)
            unit.people.end_sessions(user.id, unit.now)
            unit.record(by.name, "password.set", user.name)

    def set_role(self, name: str, role: Role, *, by: User) -> User:
        """Give a person another role. Raises NotFound, Conflict for the last admin, Forbidden."""
        require(by, Role.ADMIN)
        with self._store.unit() as unit:
            unit.audit.lock()
            _check_not_last(unit.people.users(), name, role)
            user = unit.people.change(name, role=role.value)
            unit.record(by.name, "user.role", name, role=role.value)
        return user

    def disable(self, name: str, *, by: User) -> User:
        """Let a person in no more; what they did stays on record. Raises NotFound, Conflict, Forbidden."""
        require(by, Role.ADMIN)
        with self._store.unit() as unit:
            unit.audit.lock()
            _check_not_last(unit.people.users(), name, None)
            user = unit.people.change(name, disabled_at=unit.now)
            unit.people.end_sessions(user.id, unit.now)
            unit.record(by.name, "user.disable", name)
        return user

    def set_language(self, user: User, language: str) -> None:
        """Remember the language of the pages."""
        with self._store.unit() as unit:
            unit.people.change(user.name, language=language)

    # ---- invitations

    def invite(self, role: Role, *, by: User, benchmark: str | None = None, days: int = 7) -> tuple[Invitation, str]:
        """An invitation and its secret, which is shown this once; `benchmark` makes its reader a member of that study.

        Raises UnknownName, UsageError, Forbidden.
        """
        require(by, Role.ADMIN)
        if benchmark is not None:
            load_benchmark(benchmark)
        if not 1 <= days <= 90:
            raise UsageError(f"An invitation for {days} days makes no sense.", hint="1 to 90 days.")
        secret = self._parts.new_secret()
        with self._store.unit() as unit:
            unit.audit.lock()
            expires = unit.now + timedelta(days=days)
            invitation = Invitation(unit.new_id(), role, benchmark, unit.now, by.name, expires)
            unit.people.add_invitation(invitation, secret)
            unit.record(by.name, "invitation.add", invitation.id, role=role.value, benchmark=benchmark)
        return invitation, secret

    def invitations(self, *, by: User) -> tuple[Invitation, ...]:
        """Newest first; admins only."""
        require(by, Role.ADMIN)
        with self._store.read() as unit:
            return unit.people.invitations()

    def invitation(self, secret: str) -> Invitation:
        """A live invitation by its secret. Raises NotAuthenticated."""
        with self._store.read() as unit:
            return unit.people.invitation(secret, unit.now)

    def withdraw_invitation(self, invitation_id: str, *, by: User) -> None:
        """Raises NotFound, Forbidden."""
        require(by, Role.ADMIN)
        with self._store.unit() as unit:
            unit.audit.lock()
            unit.people.end_invitation(invitation_id, unit.now)
            unit.record(by.name, "invitation.withdraw", invitation_id)

    def accept(self, secret: str, name: str, password: str) -> tuple[User, str]:
        """Become a user: (user, session token). Raises NotAuthenticated, Conflict for a taken name, UsageError."""
        hashed = _hashed(checked_name(name), password)
        with self._store.unit() as unit:
            unit.audit.lock()
            invitation = unit.people.invitation(secret, unit.now)
            if unit.people.by_name(name) is not None:
                raise Conflict(f"There is a user named {name!r} already.", hint="Choose another name.")
            user = User(unit.new_id(), name, invitation.role, unit.now)
            unit.people.add(user)
            unit.people.change(name, password=hashed)
            unit.people.use_invitation(invitation.id, name, unit.now)
            if invitation.benchmark is not None:
                unit.reviews.add_member(invitation.benchmark, user.id)
            unit.record(name, "invitation.accept", invitation.id, role=user.role.value, benchmark=invitation.benchmark)
            return user, self._make(unit, user, "session", "session", name, SESSION)


def _newcomer(unit: Unit, issuer: str, subject: str, name: str, role: Role) -> User:
    taken = {user.name for user in unit.people.users()}
    free = next(one for one in chain([name], (f"{name} ({number})" for number in count(2))) if one not in taken)
    user = User(unit.new_id(), free, role, unit.now)
    unit.people.add(user)
    unit.people.add_identity(issuer, subject, user.id, unit.now)
    unit.record(free, "user.add", free, role=role.value, issuer=issuer)
    return user


def _fits(kept: str, password: str) -> bool:
    try:
        return _hasher().verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False


def _hashed(name: str, password: str) -> str:
    """Raises UsageError for a password that is too easy to guess."""
    if len(password) < SHORTEST or password.lower() == name.lower() or len(set(password)) < 5:
        raise UsageError(
            "The password is too easy to guess.", hint=f"At least {SHORTEST} characters, not the name itself."
        )
    return _hasher().hash(password)


def _check_not_last(users: tuple[User, ...], name: str, role: Role | None) -> None:
    admins = [user.name for user in users if user.role is Role.ADMIN and user.disabled_at is None]
    if admins == [name] and role is not Role.ADMIN:
        raise Conflict(f"{name} is the only admin.", hint="Make somebody else an admin first.")
