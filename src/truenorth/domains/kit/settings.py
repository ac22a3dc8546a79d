"""The settings of an installation: read once from the environment, typed, and unknown ones refused."""

import difflib
import functools
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

PREFIX = "TRUENORTH_"


class SettingsRefused(Exception):
    """A setting is unknown or has a value that cannot be used."""


class Settings(BaseModel):
    """Each field is read from TRUENORTH_<FIELD>; `database_url` from DATABASE_URL."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    data_dir: Path = Field(
        default_factory=lambda: Path.home() / ".local/share/truenorth",
        description="Folder that holds everything: database, events, files, secrets.",
    )
    database_url: str = Field(
        default="", description="postgres://user:password@host:port/name. Empty: SQLite in the data folder."
    )
    host: str = Field(default="127.0.0.1", description="Address that `truenorth serve` listens on.")
    port: int = Field(default=8000, ge=0, le=65535, description="Port that `truenorth serve` listens on.")
    public_url: str = Field(
        default="",
        description="Address that people type, used in e-mails and links. Empty: the address served on.",
    )
    allowed_hosts: str = Field(
        default="*", description="Comma-separated host names that the server answers to; * for any."
    )
    secret_key: str = Field(
        default="",
        description="Key that signs sessions. Empty: made at first start, kept in the data folder.",
    )
    secure_cookies: bool = Field(default=False, description="Send cookies over HTTPS only. Set it behind a TLS proxy.")
    debug: bool = Field(default=False, description="Django's debug mode. For development only.")
    sign_up: Literal["open", "invited"] = Field(
        default="invited",
        description="Who may create an account: anyone, or only the invited (and the first person, who owns it).",
    )
    max_upload_mb: int = Field(
        default=100,
        ge=1,
        description="Uploads over this size are refused before they are read, in megabytes.",
    )
    email_url: str = Field(
        default="",
        description="smtp://user:password@host:port (smtps:// for implicit TLS). Empty: e-mails go to the console.",
    )
    email_from: str = Field(default="Truenorth <truenorth@localhost>", description="Sender of e-mails.")
    worker: bool = Field(default=True, description="Run the background worker under `truenorth serve`.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(default="info", description="What the server logs.")


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Typed settings from an environment; every mistake is named, all at once."""
    known = {variable_of(name): name for name in Settings.model_fields}
    unknown = [name for name in environment if name.startswith(PREFIX) and name not in known]
    problems = [_describe_unknown(name, list(known)) for name in sorted(unknown)]
    given = {field: environment[variable] for variable, field in known.items() if variable in environment}
    try:
        settings = Settings.model_validate(given)
    except ValidationError as error:
        problems += [f"{variable_of(str(e['loc'][0]))}: {e['msg']} (given: {e['input']!r})" for e in error.errors()]
    if problems:
        raise SettingsRefused("\n".join(problems))
    return settings


def variable_of(field: str) -> str:
    return "DATABASE_URL" if field == "database_url" else PREFIX + field.upper()


@functools.cache
def settings() -> Settings:
    return read_settings(os.environ)


def _describe_unknown(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f"{name}: no such setting" + (f"; did you mean {near[0]}?" if near else "")
