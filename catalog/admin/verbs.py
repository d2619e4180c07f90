"""What can be done with finds on their way to the public: one registry for list, page and form."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy as _, pgettext_lazy

from catalog.models import Find, publication
from catalog.vocab import PublicationStatus, WithdrawnReason


class CommentForm(forms.Form):
    """What the author is asked to change."""

    comment = forms.CharField(
        label=_("What is to be changed"), widget=forms.Textarea(attrs={"rows": 4, "cols": 60})
    )


class ReasonForm(forms.Form):
    """Why a find is withdrawn: a word for the public, and what staff should know."""

    reason = forms.ChoiceField(
        label=_("Reason, told to visitors"), choices=WithdrawnReason, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("Note for staff"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
    )


class WordsForm(forms.Form):
    """What is asked only where the words of a find seem to give something away."""

    asks = False
    words_read = forms.BooleanField(
        label=_("I have read these words; they give away nothing that must be kept."),
        required=False,
    )


class NothingAsked(forms.Form):
    """A verb that needs only to be confirmed."""


@dataclass(frozen=True, slots=True)
class Verb:
    """One step of the publication: its words, who may take it, from where, and what it asks."""

    label: Promise
    done: Promise
    permission: str
    begins: tuple[str, ...]
    act: Callable[..., None]
    form: type[forms.Form] = NothingAsked

    @property
    def asks(self) -> bool:
        """Whether words are needed before it can be done."""
        return getattr(self.form, "asks", bool(self.form.base_fields))


def _submit(find: Find, *, by: Any) -> None:
    if not Find.objects.editable_by(by).filter(pk=find.pk).exists():
        raise PermissionDenied(gettext("Only who recorded a draft can submit it."))
    publication.submit(find, by=by)


_S = PublicationStatus
VERBS: Mapping[str, Verb] = {
    "submit": Verb(
        _("Submit for review"),
        _("{number} is in review now."),
        "catalog.submit_find",
        (_S.DRAFT,),
        _submit,
    ),
    "publish": Verb(
        _("Publish"),
        _("{number} is published."),
        "catalog.publish_find",
        (_S.IN_REVIEW,),
        publication.publish,
        WordsForm,
    ),
    "send_back": Verb(
        _("Send back with a comment"),
        _("{number} was sent back."),
        "catalog.publish_find",
        (_S.IN_REVIEW,),
        publication.send_back,
        CommentForm,
    ),
    "unpublish": Verb(
        pgettext_lazy("verb", "Take back to draft"),
        _("{number} is a draft again."),
        "catalog.publish_find",
        (_S.PUBLISHED, _S.WITHDRAWN),
        publication.unpublish,
    ),
    "withdraw": Verb(
        _("Withdraw with a reason"),
        _("{number} is withdrawn; its address says why."),
        "catalog.publish_find",
        (_S.PUBLISHED,),
        publication.withdraw,
        ReasonForm,
    ),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one find."""

    find: Find
    problems: tuple[str, ...] = ()


def act(verb: Verb, finds: Iterable[Find], *, by: Any, said: Mapping[str, Any]) -> list[Outcome]:
    """Take the step for each find by itself: one refused does not keep the others back."""
    return [Outcome(find, _problems(verb, find, by=by, said=said)) for find in finds]


def _problems(verb: Verb, find: Find, *, by: Any, said: Mapping[str, Any]) -> tuple[str, ...]:
    try:
        verb.act(find, by=by, **said)
    except ValidationError as error:
        return tuple(error.messages)
    except PermissionDenied as error:
        return (str(error),)
    return ()


def open_to(user: Any, find: Find) -> dict[str, Verb]:
    """The verbs the user may use on the find as it stands."""
    return {
        name: verb
        for name, verb in VERBS.items()
        if find.publication_status in verb.begins and user.has_perm(verb.permission)
    }
