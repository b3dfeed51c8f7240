"""Queries on users and tokens. Only hashes of tokens are kept; a token is spent or revoked by a date."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from analyser.errors import NotAuthenticated, NotFound
from analyser.review.records import Role, User
from analyser.store.records import Invitation, Token
from analyser.store.tables import ApiTokenRow, IdentityRow, InvitationRow, LoginFailureRow, UserRow


def digest(secret: str) -> str:
    """What is kept of a token. Plain SHA-256 is enough for 256 random bits; passwords would need more."""
    return hashlib.sha256(secret.encode()).hexdigest()


class People:
    def __init__(self, session: Session) -> None:
        self._session = session

    def users(self) -> tuple[User, ...]:
        return tuple(_user(row) for row in self._session.scalars(sa.select(UserRow).order_by(UserRow.name)))

    def by_name(self, name: str) -> User | None:
        row = self._session.scalar(sa.select(UserRow).where(UserRow.name == name))
        return _user(row) if row else None

    def add(self, user: User) -> None:
        self._session.add(
            UserRow(
                id=user.id,
                name=user.name,
                role=user.role.value,
                created_at=user.created_at,
                disabled_at=user.disabled_at,
            )
        )
        self._session.flush()

    def add_token(
        self,
        token_id: str,
        user_id: str,
        kind: str,
        name: str,
        secret: str,
        at: datetime,
        expires: datetime | None,
        read_only: bool = False,
        study: str | None = None,
    ) -> None:
        self._session.add(
            ApiTokenRow(
                id=token_id,
                user_id=user_id,
                kind=kind,
                name=name,
                digest=digest(secret),
                created_at=at,
                expires_at=expires,
                used_at=None,
                revoked_at=None,
                read_only=read_only,
                study=study,
            )
        )
        self._session.flush()

    def holder(self, secret: str, kinds: tuple[str, ...], at: datetime) -> User:
        """The user of a live token. Raises NotAuthenticated for any other, saying no more than that."""
        query = (
            sa.select(UserRow, ApiTokenRow.read_only, ApiTokenRow.study)
            .join(ApiTokenRow, ApiTokenRow.user_id == UserRow.id)
            .where(*_live(secret, kinds, at), UserRow.disabled_at.is_(None))
        )
        found = self._session.execute(query).one_or_none()
        if found is None:
            raise _refused()
        return replace(_user(found[0]), read_only=bool(found[1]), study=found[2])

    def spend(self, secret: str, at: datetime) -> User:
        """Use a login token up. Two who try at once: one succeeds."""
        user = self.holder(secret, ("login",), at)
        live = (*_live(secret, ("login",), at), ApiTokenRow.used_at.is_(None))
        spent = self._session.execute(
            sa.update(ApiTokenRow).where(*live).values(used_at=at).returning(ApiTokenRow.id)
        ).all()
        if not spent:
            raise _refused()
        return user

    def revoke(self, secret: str, at: datetime) -> str:
        """End a session or API token; the name of its user."""
        user = self.holder(secret, ("session", "api"), at)
        self._session.execute(sa.update(ApiTokenRow).where(ApiTokenRow.digest == digest(secret)).values(revoked_at=at))
        return user.name

    def revoke_by_id(self, token_id: str, user: User | None, at: datetime) -> str:
        """End a token by its id, one of the user's or anybody's; the name of its holder. Raises NotFound."""
        row = self._session.get(ApiTokenRow, token_id)
        if row is None or (user is not None and row.user_id != user.id):
            raise NotFound(f"There is no token {token_id}.", hint="The list of your tokens shows their ids.")
        row.revoked_at = row.revoked_at or at
        self._session.flush()
        return self._session.get_one(UserRow, row.user_id).name

    def end_sessions(self, user_id: str, at: datetime) -> None:
        """End everything a user is signed in with."""
        live = (ApiTokenRow.user_id == user_id, ApiTokenRow.revoked_at.is_(None))
        self._session.execute(sa.update(ApiTokenRow).where(*live).values(revoked_at=at))

    def named(self, name: str) -> User:
        """Raises NotFound."""
        return self.change(name)

    def change(self, name: str, **values: Any) -> User:
        """Set columns of a user: role, disabled_at, language, password. Raises NotFound."""
        row = self._session.scalar(sa.select(UserRow).where(UserRow.name == name))
        if row is None:
            raise NotFound(f"There is no user named {name!r}.", hint="An admin can add one.")
        for column, value in values.items():
            setattr(row, column, value)
        self._session.flush()
        return _user(row)

    def password(self, name: str) -> str | None:
        """The hash of a user's password; None for one without a password, disabled, or unknown."""
        query = sa.select(UserRow.password).where(UserRow.name == name, UserRow.disabled_at.is_(None))
        return self._session.scalar(query)

    # ---- sign-in providers

    def known_as(self, issuer: str, subject: str) -> User | None:
        """Who this is at a provider; None for somebody it never sent before."""
        query = sa.select(UserRow).join(IdentityRow, IdentityRow.user_id == UserRow.id)
        row = self._session.scalar(query.where(IdentityRow.issuer == issuer, IdentityRow.subject == subject))
        return _user(row) if row else None

    def add_identity(self, issuer: str, subject: str, user_id: str, at: datetime) -> None:
        self._session.add(IdentityRow(issuer=issuer, subject=subject, user_id=user_id, created_at=at))
        self._session.flush()

    # ---- sign-in attempts

    def failures(self, who: Sequence[str], since: datetime) -> int:
        """The most failed attempts any of `who` made since then."""
        counted = (
            sa.select(sa.func.count().label("n"))
            .where(LoginFailureRow.who.in_([digest(one) for one in who]), LoginFailureRow.at > since)
            .group_by(LoginFailureRow.who)
        )
        return max(self._session.scalars(counted), default=0)

    def add_failure(self, who: Sequence[str], at: datetime, forget: datetime) -> None:
        """Count a failed attempt; those before `forget` are dropped."""
        self._session.execute(sa.delete(LoginFailureRow).where(LoginFailureRow.at < forget))
        self._session.add_all(LoginFailureRow(who=digest(one), at=at) for one in who)
        self._session.flush()

    # ---- invitations

    def add_invitation(self, invitation: Invitation, secret: str) -> None:
        self._session.add(
            InvitationRow(
                id=invitation.id,
                digest=digest(secret),
                role=invitation.role.value,
                benchmark=invitation.benchmark,
                created_at=invitation.created_at,
                created_by=invitation.created_by,
                expires_at=invitation.expires_at,
                used_at=None,
                used_by=None,
            )
        )
        self._session.flush()

    def invitations(self) -> tuple[Invitation, ...]:
        """Newest first, used and expired ones included."""
        rows = self._session.scalars(sa.select(InvitationRow).order_by(InvitationRow.id.desc()))
        return tuple(_invitation(row) for row in rows)

    def invitation(self, secret: str, at: datetime) -> Invitation:
        """A live invitation. Raises NotAuthenticated."""
        live = (InvitationRow.used_at.is_(None), InvitationRow.expires_at > at)
        row = self._session.scalar(sa.select(InvitationRow).where(InvitationRow.digest == digest(secret), *live))
        if row is None:
            raise NotAuthenticated("The invitation is unknown, used or expired.", hint="Ask for a new one.")
        return _invitation(row)

    def use_invitation(self, invitation_id: str, name: str, at: datetime) -> None:
        """Spend an invitation. Two who try at once: one succeeds."""
        unused = (InvitationRow.id == invitation_id, InvitationRow.used_at.is_(None))
        change = sa.update(InvitationRow).where(*unused).values(used_at=at, used_by=name)
        if not self._session.execute(change.returning(InvitationRow.id)).all():
            raise NotAuthenticated("The invitation is unknown, used or expired.", hint="Ask for a new one.")

    def end_invitation(self, invitation_id: str, at: datetime) -> None:
        """Let an unused invitation expire now. Raises NotFound."""
        change = sa.update(InvitationRow).where(InvitationRow.id == invitation_id).values(expires_at=at)
        if not self._session.execute(change.returning(InvitationRow.id)).all():
            raise NotFound(f"There is no invitation {invitation_id}.", hint="The list of people shows them.")

    def tokens(self, user: User) -> tuple[Token, ...]:
        query = (
            sa.select(ApiTokenRow)
            .where(ApiTokenRow.user_id == user.id)
            .order_by(ApiTokenRow.created_at, ApiTokenRow.id)
        )
        return tuple(
            Token(
                row.id,
                user.name,
                row.kind,
                row.name,
                row.created_at,
                row.expires_at,
                row.used_at,
                row.revoked_at,
                bool(row.read_only),
                row.study,
            )
            for row in self._session.scalars(query)
        )


def _live(secret: str, kinds: tuple[str, ...], at: datetime) -> tuple[sa.SQLColumnExpression[bool], ...]:
    return (
        ApiTokenRow.digest == digest(secret),
        ApiTokenRow.kind.in_(kinds),
        ApiTokenRow.revoked_at.is_(None),
        sa.or_(ApiTokenRow.expires_at.is_(None), ApiTokenRow.expires_at > at),
    )


def _refused() -> NotAuthenticated:
    return NotAuthenticated(
        "The token is unknown, spent, expired or revoked.", hint="Ask for a new login link: analyser serve prints one."
    )


def _user(row: UserRow) -> User:
    return User(row.id, row.name, Role(row.role), row.created_at, row.disabled_at, row.language)


def _invitation(row: InvitationRow) -> Invitation:
    used = (row.used_at, row.used_by)
    made = (row.created_at, row.created_by)
    return Invitation(row.id, Role(row.role), row.benchmark, *made, row.expires_at, *used)
