"""Term: the editable lists of object types, nationalities and materials, each a small tree."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models.history import history
from catalog.models.tree import Tree
from catalog.models.words import all_words, in_language, joined
from catalog.querysets import TermQuerySet
from catalog.vocab import Category, Vocabulary


class Term(Tree):
    """One word of a vocabulary with its labels in three languages and its ids elsewhere.

    `code` stands in CSV files and addresses and never changes; a term is retired (`active`),
    never deleted. External ids are shown as checked only where `id_verified`.
    """

    vocabulary = models.CharField(_("vocabulary"), max_length=20, choices=Vocabulary)
    code = models.CharField(_("code"), max_length=100)
    label_en = models.CharField(_("label in English"), max_length=200)
    label_ru = models.CharField(_("label in Russian"), max_length=200, blank=True)
    label_ja = models.CharField(_("label in Japanese"), max_length=200, blank=True)
    alt_labels = models.TextField(
        _("other words for it"), blank=True, help_text=_("One a line, in any language.")
    )
    category = models.CharField(
        _("category"),
        max_length=20,
        choices=Category,
        blank=True,
        help_text=_("For object types: the category a find of this type belongs to."),
    )
    aat = models.CharField(_("Art & Architecture Thesaurus"), max_length=20, blank=True)
    fish = models.CharField(_("FISH thesaurus"), max_length=20, blank=True)
    wikidata = models.CharField(_("Wikidata"), max_length=20, blank=True)
    id_verified = models.BooleanField(_("ids verified"), default=False)
    scope_note = models.TextField(_("scope note"), blank=True)
    active = models.BooleanField(_("in use"), default=True)

    history = history(foreign_keys=["parent"], derived=["path"])
    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["vocabulary", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["vocabulary", "code"],
                name="term_code_unique",
                violation_error_message=_("This vocabulary has a term of that code already."),
            ),
            Tree.not_own_parent("term_not_own_parent"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Its word for the reader of the moment."""
        return in_language(self.labels)[0]

    @property
    def labels(self) -> dict[str, str]:
        """`{language: label}`, empty ones left out."""
        return all_words(self, "label")

    @property
    def words(self) -> str:
        """Every word it is found by."""
        return joined([*self.labels.values(), *self.alt_labels.splitlines()])

    def clean(self) -> None:
        super().clean()
        if self.parent and self.parent.vocabulary != self.vocabulary:
            raise ValidationError({"parent": _("The broader term belongs to another vocabulary.")})
