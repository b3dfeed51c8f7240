"""People, their tokens, and the audit log."""

from dataclasses import replace
from datetime import timedelta

from analyser.errors import Conflict, Forbidden, NotFound, StorageError, UsageError
from analyser.review import blind
from analyser.review.chain import GENESIS, first_break
from analyser.review.records import Role, User
from analyser.store.records import AuditEntry, Page, Token
from analyser.store.unit import Unit
from analyser.workspace.base import Base, require
from benchmarks import load_benchmark

LOCAL = "local"


class Accounts(Base):
    def local_user(self, name: str | None = None) -> User:
        """The user of single-user mode (an admin, made when first asked for), or a named reviewer on this machine."""
        wanted = LOCAL if name is None else checked_name(name)
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
            if unit.people.by_name(checked_name(name)) is not None:
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

    def issue_api_token(
        self,
        user: User,
        name: str,
        *,
        by: User,
        days: int | None = None,
        read_only: bool = False,
        study: str | None = None,
    ) -> str:
        """A token for programs, shown this once; without `days` it lives until it is revoked.

        `read_only` may change nothing; `study` is the one benchmark it opens. A token never opens more than the one it
        is asked for with. Raises UnknownName, Forbidden.
        """
        if by.name != user.name:
            require(by, Role.ADMIN)
        if study is not None:
            load_benchmark(study)
        if by.study is not None and study != by.study:
            raise Forbidden(f"This token opens {by.study} alone.", hint="Sign in to issue a wider one.")
        life = None if days is None else timedelta(days=days)
        with self._store.unit() as unit:
            unit.audit.lock()
            return self._make(unit, user, "api", name, by.name, life, read_only, study)

    def _issue(self, user: User, kind: str, name: str, actor: str, life: timedelta | None) -> str:
        with self._store.unit() as unit:
            unit.audit.lock()
            return self._make(unit, user, kind, name, actor, life)

    def _make(
        self,
        unit: Unit,
        user: User,
        kind: str,
        name: str,
        actor: str,
        life: timedelta | None,
        read_only: bool = False,
        study: str | None = None,
    ) -> str:
        secret, token_id = self._parts.new_secret(), unit.new_id()
        expires = None if life is None else unit.now + life
        unit.people.add_token(token_id, user.id, kind, name, secret, unit.now, expires, read_only, study)
        unit.record(actor, f"token.{kind}", token_id, user=user.name, name=name, read_only=read_only, study=study)
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

    def revoke_token(self, token_id: str, *, by: User) -> None:
        """End one of your tokens by its id, or as an admin anybody's. Raises NotFound."""
        with self._store.unit() as unit:
            unit.audit.lock()
            holder = unit.people.revoke_by_id(token_id, None if by.role is Role.ADMIN else by, unit.now)
            unit.record(by.name, "token.revoke", holder, token=token_id)

    def audit(self, *, by: User, cursor: str | None = None, limit: int = 50) -> Page[AuditEntry]:
        """The log, newest first; admins only. What an answer says is left out while others must not see it."""
        require(by, Role.ADMIN)
        with self._store.read() as unit:
            page = unit.audit.page(cursor=cursor, limit=limit)
            every = unit.ratings.list(history=True)
            seen = {rating.id for rating in blind.visible(every, by, unit.reviews.plan())}
        hidden = {rating.id for rating in every} - seen
        return Page(tuple(_without_answer(entry, hidden) for entry in page.items), page.next_cursor)

    def verify_audit(self, head: str | None = None) -> int:
        """Check the hash chain; how many entries it has. Raises StorageError naming the first that does not fit.

        A chain alone cannot show that its end was cut off: the heads that frozen editions carry, and a `head` noted
        elsewhere, must still stand in it, and no answer, edition or law may be missing from it.
        """
        with self._store.read() as unit:
            entries = list(unit.audit.entries())
            heads = {str(edition.content.get("audit_head", GENESIS)) for edition in unit.editions.list(None)}
            answers = {rating.id for rating in unit.ratings.list(history=True)}
        broken = first_break(entries)
        if broken is not None:
            raise StorageError(
                f"The audit log was changed: entry {broken} does not fit the one before it.",
                hint="Keep this database as evidence and compare it with a back-up.",
                entry=broken,
            )
        known = {entry.hash for entry in entries} | {GENESIS}
        logged = {entry.subject for entry in entries}
        if (heads | ({head} if head else set())) - known or answers - logged:
            raise StorageError(
                f"The audit log was cut off after entry {len(entries)}: what is stored elsewhere points beyond it.",
                hint="Keep this database as evidence and compare it with a back-up.",
                entry=len(entries) + 1,
            )
        return len(entries)


def _without_answer(entry: AuditEntry, hidden: set[str]) -> AuditEntry:
    if entry.subject not in hidden:
        return entry
    kept = {name: said for name, said in entry.detail.items() if name not in ("judgement", "reasons", "cited")}
    return replace(entry, detail=kept)


def checked_name(name: str) -> str:
    if not name.strip() or name != name.strip() or not name.isprintable():
        raise UsageError(f"{name!r} cannot be a user's name.", hint="Use letters without spaces at the ends.")
    return name


def _add(unit: Unit, name: str, role: Role, actor: str) -> User:
    user = User(unit.new_id(), name, role, unit.now)
    unit.people.add(user)
    unit.record(actor, "user.add", name, role=role.value)
    return user
