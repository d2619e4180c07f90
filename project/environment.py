"""Settings from environment variables: typed, and refused in a sentence when they are wrong."""

import os
import re
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = ("1", "true", "yes", "on")
FALSE_WORDS = ("0", "false", "no", "off")
SECRET_MIN_LENGTH = 50
SECRET_MIN_CHARACTERS = 10
ROOT_OF_A_SITE = re.compile(r"https?://(?:[\w.-]+|\[[0-9A-Fa-f:]+\])(?::[0-9]{1,5})?")
DATABASE_SCHEMES = ("sqlite", "postgres", "postgresql")


class Environment:
    """Reads variables by name; an empty one counts as not set."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self.values = values

    def text(self, name: str, default: str = "") -> str:
        return self.values.get(name, "").strip() or default

    def flag(self, name: str, *, default: bool) -> bool:
        """Read yes or no; any other word is refused."""
        word = self.text(name).lower()
        if not word:
            return default
        if word not in TRUE_WORDS + FALSE_WORDS:
            allowed = ", ".join(TRUE_WORDS + FALSE_WORDS)
            raise ImproperlyConfigured(f"{name} is {word!r}; it must be one of: {allowed}.")
        return word in TRUE_WORDS

    def number(self, name: str, *, default: int, least: int = 0) -> int:
        """Read a whole number not below `least`."""
        word = self.text(name) or str(default)
        if not word.isdecimal() or int(word) < least:
            raise ImproperlyConfigured(
                f"{name} is {word!r}; it must be a whole number from {least}."
            )
        return int(word)

    def words(self, name: str, default: Sequence[str] = ()) -> list[str]:
        """Read a list parted by commas."""
        parts = [part.strip() for part in self.text(name).split(",")]
        return [part for part in parts if part] or list(default)

    def counts(self, name: str, *, default: Mapping[str, int]) -> dict[str, int]:
        """Read `word=number` parted by commas over the default; `off` is none at all."""
        if self.text(name) == "off":
            return {}
        counts = dict(default)
        for part in self.words(name):
            word, _sign, number = part.partition("=")
            if word not in default or not number.isdecimal():
                allowed = ", ".join(default)
                raise ImproperlyConfigured(
                    f"{name} holds {part!r}; it must be off, or word=number with one of: {allowed}."
                )
            counts[word] = int(number)
        return counts

    def choice(self, name: str, *, default: str, allowed: Sequence[str]) -> str:
        """Read one of the allowed words."""
        word = self.text(name, default)
        if word not in allowed:
            raise ImproperlyConfigured(
                f"{name} is {word!r}; it must be one of: {', '.join(allowed)}."
            )
        return word

    def folder(self, name: str, default: Path) -> Path:
        """Read the absolute path of a folder."""
        path = Path(self.text(name) or default)
        if not path.is_absolute():
            raise ImproperlyConfigured(f"{name} is {str(path)!r}; it must be an absolute path.")
        return path

    def site(self, name: str) -> str:
        """Read `https://host`, the root of a site, without the slash at its end; "" for none."""
        address = self.text(name).rstrip("/")
        if address and not ROOT_OF_A_SITE.fullmatch(address):
            raise ImproperlyConfigured(
                f"{name} is {address!r}; it must be like https://finds.example.org, without a path."
            )
        return address

    def database(self, name: str, *, default: Path) -> dict[str, Any]:
        """Read `sqlite:////path` or `postgres://user@host/name`; else SQLite in `default`."""
        address = self.text(name)
        if not address:
            return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(default)}
        # The address may hold a password, so no message repeats it.
        if address.partition("://")[0] not in DATABASE_SCHEMES:
            raise ImproperlyConfigured(f"{name} must begin with sqlite:/// or postgres://.")
        try:
            config = dict(environ.Env.db_url_config(address))
        except (ImproperlyConfigured, ValueError):
            config = {}
        if not config.get("NAME"):
            raise ImproperlyConfigured(f"{name} names no database; see docs/install.md.") from None
        return config

    def secret(self, name: str, *, kept_in: Path) -> str:
        """Read a secret from NAME, else from the file in NAME_FILE, else from one made once."""
        given_file = self.text(f"{name}_FILE")
        if given := self.text(name):
            source, value = name, given
        elif given_file:
            source, value = f"{name}_FILE", _read_secret(Path(given_file), f"{name}_FILE")
        else:
            source, value = str(kept_in), _read_or_make_secret(kept_in)
        _refuse_weak_secret(value, source)
        return value


def _read_secret(path: Path, source: str) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"{source} names {path}, which cannot be read.") from error


def _read_or_make_secret(path: Path) -> str:
    """Make the file unless it is there; two processes that start together end with one secret."""
    try:
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        if not path.exists():
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(secrets.token_urlsafe(64))
            _link_unless_there(draft, path)
    except OSError as error:
        raise ImproperlyConfigured(
            f"No SECRET_KEY is set and {path} cannot be written; set SECRET_KEY or SECRET_KEY_FILE."
        ) from error
    return _read_secret(path, "The generated secret")


def _link_unless_there(draft: Path, path: Path) -> None:
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _refuse_weak_secret(value: str, source: str) -> None:
    if len(value) < SECRET_MIN_LENGTH or len(set(value)) < SECRET_MIN_CHARACTERS:
        raise ImproperlyConfigured(
            f"The secret from {source} is too weak; it must have at least {SECRET_MIN_LENGTH} "
            f"characters, {SECRET_MIN_CHARACTERS} of them different."
        )
    if value.startswith("django-insecure-"):
        raise ImproperlyConfigured(f"The secret from {source} begins with django-insecure-.")
