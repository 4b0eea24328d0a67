"""Settings from the environment (CONTRACT 2). A bad value stops the start with one clear line."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import parse_qs, urlsplit

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

FRONTEND = Path(__file__).resolve().parents[3] / "frontend" / "dist"
MIGRATIONS = Path(__file__).resolve().parents[3] / "migrations"

Network = IPv4Network | IPv6Network


class BadSettings(Exception):
    """One line that names the setting and what is wrong with it; never its value, which may be a secret."""


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="BACKSTORY_", frozen=True, validate_default=True)

    env: Literal["production", "development", "test"] = "development"
    data_dir: Path = Path("var")
    database_url: str = ""
    host: str = "127.0.0.1"
    port: int = Field(8000, ge=1, le=65535)
    public_url: str = ""
    trusted_proxies: Annotated[tuple[Network, ...], NoDecode] = ()
    secret_key: str = ""
    vapid_private_key: str = ""
    vapid_subject: str = "mailto:operator@example.org"
    push_hosts: Annotated[tuple[str, ...], NoDecode] = ()
    emergency_number: str = Field("112", pattern=r"^\+?[0-9 ]{2,20}$")
    smtp_url: str = ""
    metrics_token: str = ""
    second_factor: Literal["on", "off"] = "on"
    reauth: Literal["on", "off"] = "on"

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _networks(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        try:
            return tuple(ip_network(part.strip()) for part in value.split(",") if part.strip())
        except ValueError:
            raise ValueError("networks such as 10.0.0.0/8, separated by commas") from None

    @field_validator("push_hosts", mode="before")
    @classmethod
    def _hosts(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        hosts = tuple(part.strip().lower() for part in value.split(",") if part.strip())
        for host in hosts:
            parts = urlsplit(f"https://{host}")
            if parts.netloc != host or not parts.hostname or "@" in host or (":" in host and parts.port is None):
                raise ValueError("each must be host or host:port")
        return hosts

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        if self.env != "test":
            for name in ("second_factor", "reauth"):
                if getattr(self, name) == "off":
                    raise ValueError(f"BACKSTORY_{name.upper()}=off is for tests only")
        if self.env == "production":
            for name in ("secret_key", "vapid_private_key", "public_url"):
                if not getattr(self, name):
                    raise ValueError(f"BACKSTORY_{name.upper()} is required in production")
            if not self.public_url.startswith("https://"):
                raise ValueError("BACKSTORY_PUBLIC_URL must be https in production")
        if self.secret_key and len(self.secret_key) < 32:
            raise ValueError("BACKSTORY_SECRET_KEY must have at least 32 characters")
        if self.database_url and not self.database_url.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("BACKSTORY_DATABASE_URL must start with sqlite:/// or postgresql+psycopg://")
        if self.public_url and not _is_origin(self.public_url):
            raise ValueError("BACKSTORY_PUBLIC_URL must be an origin: https:// and a host name, no path")
        if self.smtp_url and not _is_mail_server(self.smtp_url):
            raise ValueError("BACKSTORY_SMTP_URL must be such as smtp://user:password@mail.example.org:587?from=reminders@example.org")
        if not self.vapid_subject.startswith(("mailto:", "https://")):
            raise ValueError("BACKSTORY_VAPID_SUBJECT must start with mailto: or https://")
        return self

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.data_dir.absolute() / 'backstory.sqlite3'}"

    @property
    def origin(self) -> str:
        """What phones open, without a trailing slash; QR codes and push messages carry it."""
        return self.public_url.rstrip("/") or f"http://127.0.0.1:{self.port}"

    @property
    def secure(self) -> bool:
        return self.origin.startswith("https://")

    @cached_property
    def secret(self) -> str:
        return self.secret_key or kept(self.data_dir / "secret.key", lambda: secrets.token_urlsafe(48))


def load(**overrides: object) -> Settings:
    try:
        settings = Settings(**overrides)  # type: ignore[arg-type]  # pydantic coerces what the caller gives
    except ValidationError as bad:
        first = bad.errors(include_input=False, include_url=False)[0]
        name = "_".join(str(part) for part in first["loc"][:1])
        message = first["msg"].removeprefix("Value error, ")
        raise BadSettings(f"BACKSTORY_{name.upper()}: {message}" if name else message) from None
    unknown = {key for key in os.environ if key.startswith("BACKSTORY_")} - {f"BACKSTORY_{name.upper()}" for name in Settings.model_fields}
    if unknown:
        raise BadSettings(f"{sorted(unknown)[0]}: no such setting (see docs/settings.md)")
    return settings


def _is_origin(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.path in ("", "/") and not (parts.query or parts.fragment or parts.username)


def _is_mail_server(url: str) -> bool:
    try:
        parts = urlsplit(url)
        asked = parse_qs(parts.query, strict_parsing=bool(parts.query))
        well = parts.scheme in ("smtp", "smtps") and bool(parts.hostname) and parts.port != 0 and parts.path in ("", "/")
        return well and set(asked) <= {"from"} and all("@" in one and one.isprintable() for one in asked.get("from", []))
    except ValueError:
        return False


def kept(path: Path, make: Callable[[], str]) -> str:
    """The secret in `path`, made with mode 0600 when absent. Linked into place whole: the web and the worker start at the same
    moment, and neither may read what the other has only begun to write."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(make())
        with suppress(FileExistsError):
            path.hardlink_to(fresh)
        fresh.unlink()
    return path.read_text().strip()
