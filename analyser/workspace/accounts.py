"""People, their tokens, and the audit log."""

from datetime import timedelta

from analyser.errors import Conflict, NotFound, StorageError, UsageError
from analyser.review.chain import first_break
from analyser.review.records import Role, User
from analyser.store.records import AuditEntry, Page, Token
from analyser.store.unit import Unit
from analyser.workspace.base import Base, require

LOCAL = "local"


class Accounts(Base):
    def local_user(self, name: str | None = None) -> User:
        """The user of single-user mode (an admin, made when first asked for), or a named reviewer on this machine."""
        wanted = LOCAL if name is None else _checked(name)
        with self._store.read() as unit:
            found = unit.people.by_name(wanted)
        if found is not None:
            return found
        with self._store.unit() as unit:
            unit.audit.lock()
            role = Role.ADMIN if name is None else Role.REVIEWER
            return unit.people.by_name(wanted) or _add(unit, wanted, role, LOCAL)

    def add_user(self, name: str, role: Role, *, by: User) -> User:
        """Raises Conflict when the name is taken."""
        require(by, Role.ADMIN)
        with self._store.unit() as unit:
            unit.audit.lock()
            if unit.people.by_name(_checked(name)) is not None:
                raise Conflict(f"There is a user named {name!r} already.", hint="Choose another name.")
            return _add(unit, name, role, by.name)

    def users(self) -> tuple[User, ...]:
        """By name."""
        with self._store.read() as unit:
            return unit.people.users()

    def user(self, name: str) -> User:
        """Raises NotFound."""
        with self._store.read() as unit:
            found = unit.people.by_name(name)
        if found is None:
            raise NotFound(f"There is no user named {name!r}.", hint="An admin can add one.")
        return found

    def issue_login(self, user: User, *, minutes: int = 60) -> str:
        """A one-time login token; only its hash is kept."""
        return self._issue(user, "login", "login link", user.name, timedelta(minutes=minutes))

    def issue_api_token(self, user: User, name: str, *, by: User, days: int | None = None) -> str:
        """A token for programs, shown this once; without `days` it lives until it is revoked."""
        if by.name != user.name:
            require(by, Role.ADMIN)
        return self._issue(user, "api", name, by.name, None if days is None else timedelta(days=days))

    def _issue(self, user: User, kind: str, name: str, actor: str, life: timedelta | None) -> str:
        with self._store.unit() as unit:
            unit.audit.lock()
            return self._make(unit, user, kind, name, actor, life)

    def _make(self, unit: Unit, user: User, kind: str, name: str, actor: str, life: timedelta | None) -> str:
        secret, token_id = self._parts.new_secret(), unit.new_id()
        expires = None if life is None else unit.now + life
        unit.people.add_token(token_id, user.id, kind, name, secret, unit.now, expires)
        unit.record(actor, f"token.{kind}", token_id, user=user.name, name=name)
        return secret

    def redeem_login(self, token: str, *, hours: int = 720) -> tuple[User, str]:
        """Trade a login token, once, for (user, session token). Raises NotAuthenticated."""
        with self._store.unit() as unit:
            unit.audit.lock()
            user = unit.people.spend(token, unit.now)
            return user, self._make(unit, user, "session", "session", user.name, timedelta(hours=hours))

    def authenticate(self, token: str) -> User:
        """The user of a live session or API token. Raises NotAuthenticated."""
        with self._store.read() as unit:
            return unit.people.holder(token, ("session", "api"), unit.now)

    def tokens(self, user: User) -> tuple[Token, ...]:
        """Oldest first, spent and revoked ones included."""
        with self._store.read() as unit:
            return unit.people.tokens(user)

    def revoke(self, token: str) -> None:
        """End a session or API token (log out). Raises NotAuthenticated for one that is not live."""
        with self._store.unit() as unit:
            unit.audit.lock()
            name = unit.people.revoke(token, unit.now)
            unit.record(name, "token.revoke", name)

    def audit(self, *, by: User, cursor: str | None = None, limit: int = 50) -> Page[AuditEntry]:
        """The log, newest first; admins only."""
        require(by, Role.ADMIN)
        with self._store.read() as unit:
            return unit.audit.page(cursor=cursor, limit=limit)

    def verify_audit(self) -> int:
        """Check the hash chain; how many entries it has. Raises StorageError naming the first that does not fit."""
        with self._store.read() as unit:
            entries = list(unit.audit.entries())
        broken = first_break(entries)
        if broken is not None:
            raise StorageError(
                f"The audit log was changed: entry {broken} does not fit the one before it.",
                hint="Keep this database as evidence and compare it with a back-up.",
                entry=broken,
            )
        return len(entries)


def _checked(name: str) -> str:
    if not name.strip() or name != name.strip() or not name.isprintable():
        raise UsageError(f"{name!r} cannot be a user's name.", hint="Use letters without spaces at the ends.")
    return name


def _add(unit: Unit, name: str, role: Role, actor: str) -> User:
    user = User(unit.new_id(), name, role, unit.now)
    unit.people.add(user)
    unit.record(actor, "user.add", name, role=role.value)
    return user
