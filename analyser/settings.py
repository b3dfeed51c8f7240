"""What a user can set, from the environment (`ANALYSER_...`) or a `.env` file; nothing is read at import."""

from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

APP = "statute-gap-analyser"
_IN_FILES = ("database_url", "translator_key", "webhook_key")
_DECISIVE = {"encoder", "max_upload_mb", "parse_memory_mb", "parse_seconds", "parse_pages", "seed"}


class Settings(BaseSettings):
    """One object made by the entry point and handed down; no module keeps a copy of its own."""

    model_config = SettingsConfigDict(env_prefix="ANALYSER_", env_file=".env", extra="ignore")

    data_dir: Path = Field(
        default_factory=lambda: Path(platformdirs.user_data_dir(APP)),
        description="Where the SQLite database and the uploaded files are kept.",
    )
    cache_dir: Path = Field(
        default_factory=lambda: Path(platformdirs.user_cache_dir(APP)),
        description="Where the unpacked encoder and the embeddings are kept; safe to delete.",
    )
    database_url: str | None = Field(
        default=None,
        description="SQLAlchemy URL; the default is a SQLite file in data_dir. PostgreSQL: postgresql+pg8000://user@host/db",
    )
    files_url: str | None = Field(
        default=None,
        description="Where source files are kept, as an fsspec address such as s3://bucket/folder; the default is a "
        "folder in data_dir. S3 needs the extra `s3`; credentials come from the environment.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="warning", description="Least severe events that are logged; `info` follows every job and request."
    )
    log_format: Literal["text", "json"] = Field(
        default="text", description="`text` for people, `json` for machines: one event a line, on stderr."
    )
    database_url_file: Path | None = Field(
        default=None, description="File that holds the database URL, for one with a password in it."
    )
    encoder: str = Field(
        default="packaged",
        description="`packaged` (multilingual-e5-small), a folder, or a hub name of a sentence-transformers model.",
    )
    benchmarks_dir: Path | None = Field(
        default=None,
        description="Folder of your own benchmarks (sets/, instruments/ and so on), used beside the packaged ones.",
    )
    host: str = Field(default="127.0.0.1", description="Address `analyser serve` listens on.")
    port: int = Field(default=8321, ge=0, le=65535, description="Port `analyser serve` listens on; 0 takes a free one.")
    allowed_hosts: tuple[str, ...] = Field(
        default=(),
        description="Further host names the server answers to, as a JSON list; this machine's own names always work.",
    )
    oidc_issuer: str | None = Field(
        default=None,
        description="Address of your organisation's OpenID Connect provider; people may then sign in through it.",
    )
    oidc_client_id: str | None = Field(default=None, description="What the provider calls this server.")
    oidc_client_secret: SecretStr | None = Field(
        default=None, description="The secret the provider gave this server; better kept in a file."
    )
    oidc_client_secret_file: Path | None = Field(
        default=None, description="File that holds the secret, read when the server starts."
    )
    oidc_role_claim: str | None = Field(
        default=None,
        description="Claim of the provider that names the role of a new account: viewer, reviewer or adjudicator; "
        "left out, everybody starts as a viewer. Admins are made here, never by the provider.",
    )
    webhook_networks: tuple[str, ...] = Field(
        default=(),
        description="Private networks that webhooks may reach, as a JSON list; without it public addresses alone. "
        "127.0.0.0/8 also allows plain http to this machine.",
    )
    webhook_key: SecretStr | None = Field(
        default=None,
        description="What signs messages to webhooks; better kept in a file. Without either, a file made in data_dir.",
    )
    webhook_key_file: Path | None = Field(default=None, description="File that holds the webhook key.")
    max_upload_mb: int = Field(default=100, gt=0, description="Largest file accepted, in MiB.")
    max_queued: int = Field(default=1000, gt=0, description="Most uploads of one person that may wait to be read.")
    min_free_mb: int = Field(
        default=500, ge=0, description="Uploads are refused while the data folder's disk has less room, in MiB."
    )
    rate_limit: str = Field(
        default="1200/minute",
        description="How often one token or session may ask, as `1200/minute`; `off` for no limit.",
    )
    anonymous_rate_limit: str = Field(
        default="300/minute", description="How often one address may ask without a valid token; `off` for no limit."
    )
    parse_memory_mb: int = Field(default=2048, gt=0, description="Memory limit of the parsing child, in MiB.")
    parse_seconds: int = Field(default=300, gt=0, description="CPU and wall limit of the parsing child, in seconds.")
    parse_pages: int = Field(default=5000, gt=0, description="Most pages read from one file.")
    translator_url: str | None = Field(
        default=None,
        description="LibreTranslate server that may translate sections, such as http://localhost:5000; off without it.",
    )
    translator_key: str | None = Field(
        default=None, repr=False, description="API key of that server, where it asks for one."
    )
    translator_key_file: Path | None = Field(default=None, description="File that holds that key.")
    seed: int = Field(default=20121211, description="Seed of everything random.")

    def for_workers(self) -> dict[str, object]:
        """What decides a result: the same on every worker, whatever machine it runs on. No path and no secret."""
        return self.model_dump(mode="json", include=_DECISIVE)

    @model_validator(mode="after")
    def _read_files(self) -> "Settings":
        """Secrets may stand in files, as containers are given them; a file that is named must be there."""
        for name in _IN_FILES:
            place: Path | None = getattr(self, f"{name}_file")
            if place is not None:
                try:
                    text = place.read_text("utf-8").strip()
                except OSError as error:
                    raise ValueError(f"{place} cannot be read: {error.strerror}") from error
                setattr(self, name, SecretStr(text) if name == "webhook_key" else text)
        return self

    @property
    def url(self) -> str:
        """The database URL in force."""
        return self.database_url or f"sqlite:///{self.data_dir / 'analyser.sqlite3'}"
