"""Words in three languages: the columns, the fallback, the rule that one is enough."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, gettext_lazy as _

from catalog.vocab import Language

LANGUAGES: tuple[str, ...] = tuple(Language.values)


def in_language(values: dict[str, str], language: str | None = None) -> tuple[str, str]:
    """The words of `values` ({language: text}) to show a reader, and the language they are in.

    The reader's own language first, then English, Russian, Japanese; ("", "") when all are empty.
    """
    wanted = (language or get_language() or Language.EN)[:2]
    for code in (wanted, *LANGUAGES):
        if values.get(code):
            return values[code], code
    return "", ""


def all_words(instance: models.Model, field: str) -> dict[str, str]:
    """`{language: text}` of a three-language field, empty ones left out."""
    pairs = ((code, getattr(instance, f"{field}_{code}")) for code in LANGUAGES)
    return {code: text for code, text in pairs if text}


def one_is_enough(field: str, name: str) -> models.CheckConstraint:
    """The constraint that at least one of the three languages is filled in."""
    empty = Q(**{f"{field}_{code}": "" for code in LANGUAGES})
    return models.CheckConstraint(
        condition=~empty,
        name=name,
        violation_error_message=_("Give it a name in at least one language."),
    )


class Named(models.Model):
    """A thing called by a name in English, Russian and Japanese; one of them is enough."""

    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    name_ru = models.CharField(_("name in Russian"), max_length=200, blank=True)
    name_ja = models.CharField(_("name in Japanese"), max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Its name for the reader of the moment."""
        return in_language(self.names)[0]

    @property
    def names(self) -> dict[str, str]:
        """`{language: name}`, empty ones left out."""
        return all_words(self, "name")


def joined(parts: Iterable[str]) -> str:
    """Words for an index: those that are there, a blank between."""
    return " ".join(filter(None, parts))
