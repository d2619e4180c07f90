"""Taking away: finds of the house as a file, with a line in the log for each that is not public."""

from array import array
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.formats.site import Site
from catalog.models import ExportRun
from catalog.querysets import FindQuerySet
from catalog.transfer import files
from catalog.transfer.files import Profile, Wanted


def profiles_of(user: Any) -> list[Profile]:
    """What somebody may take away; no person means the administrator of the machine."""
    if user is None or user.has_perm("catalog.view_sensitive"):
        return list(Profile)
    if user.has_perm("catalog.view_find"):
        return [Profile.PUBLIC, Profile.HOUSE]
    return [Profile.PUBLIC]


class Taking:
    """Finds on their way out; the log is written before the first of them leaves.

    Raises PermissionDenied where the user may not have the profile. All ids are asked for at
    once, eight bytes each, so that no question stays open while a slow reader takes the rows.
    """

    def __init__(
        self, finds: FindQuerySet, *, profile: str, kind: str, user: Any, now: datetime
    ) -> None:
        if profile not in profiles_of(user):
            raise PermissionDenied(_("You may not take away what is withheld from you."))
        self.profile, self.kind = profile, kind
        self._user, self._now = user, now
        self.ids = array("q", self._asked(finds).values_list("pk", flat=True).iterator())

    def _asked(self, finds: FindQuerySet) -> FindQuerySet:
        finds = finds.public() if self.profile == Profile.PUBLIC else finds
        return finds.order_by("number_sort", "pk")

    def pieces(
        self, site: Site, *, wishes: str = "", counted: Callable[[int], object] = lambda _one: None
    ) -> Iterator[bytes]:
        """The file, piece by piece; `wishes` says in the log which finds were asked for."""
        run = None
        if self.profile != Profile.PUBLIC:
            run = ExportRun.objects.create(
                user=self._user,
                started_at=self._now,
                profile=self.profile,
                format=self.kind,
                wishes=wishes,
                finds=len(self.ids),
            )
        return self._sent(Wanted(self.ids, self.profile, site, counted), run)

    def _sent(self, wanted: Wanted, run: ExportRun | None) -> Iterator[bytes]:
        yield from files.pieces(self.kind, wanted)
        if run:
            ExportRun.objects.filter(pk=run.pk).update(finished_at=timezone.now())
