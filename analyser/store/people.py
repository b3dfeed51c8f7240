"""Queries on users and tokens. Only hashes of tokens are kept; a token is spent or revoked by a date."""

import hashlib
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from analyser.errors import NotAuthenticated
from analyser.review.records import Role, User
from analyser.store.records import Token
from analyser.store.tables import ApiTokenRow, UserRow


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
        self, token_id: str, user_id: str, kind: str, name: str, secret: str, at: datetime, expires: datetime | None
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
            )
        )
        self._session.flush()

    def holder(self, secret: str, kinds: tuple[str, ...], at: datetime) -> User:
        """The user of a live token. Raises NotAuthenticated for any other, saying no more than that."""
        query = (
            sa.select(UserRow)
            .join(ApiTokenRow, ApiTokenRow.user_id == UserRow.id)
            .where(*_live(secret, kinds, at), UserRow.disabled_at.is_(None))
        )
        row = self._session.scalar(query)
        if row is None:
            raise _refused()
        return _user(row)

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

    def tokens(self, user: User) -> tuple[Token, ...]:
        query = (
            sa.select(ApiTokenRow)
            .where(ApiTokenRow.user_id == user.id)
            .order_by(ApiTokenRow.created_at, ApiTokenRow.id)
        )
        return tuple(
            Token(row.id, user.name, row.kind, row.name, row.created_at, row.expires_at, row.used_at, row.revoked_at)
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
    return User(row.id, row.name, Role(row.role), row.created_at, row.disabled_at)
