"""Looks at positions: written when one is shown, read by those who answer for what goes public."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from catalog.admin.base import ReadOnly
from catalog.admin.sensitive import may_see
from catalog.lib import text
from catalog.models import Find, Look


class LooksKept:
    """Mixed into the admin of finds: each page that shows an exact position leaves a look."""

    def render_change_form(self, request: HttpRequest, context: Any, **kwargs: Any) -> HttpResponse:
        """Keep the look before the form is shown."""
        if find := kwargs.get("obj"):
            _keep(request.user, find, Look.Page.FORM)
        return super().render_change_form(request, context, **kwargs)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Keep the look before the steps are shown."""
        find = self.get_object(request, unquote(object_id))
        if find is not None:
            _keep(request.user, find, Look.Page.HISTORY)
        return super().history_view(request, object_id, extra_context)


def _keep(user: Any, find: Find, page: str) -> None:
    has_position = find.latitude is not None or find.verbatim_coordinates
    # A position taken out of the record is in its history still.
    if (has_position or page == Look.Page.HISTORY) and may_see(user):
        Look.objects.create(find=find, user=user, page=page, at=timezone.now())


def keep_of_list(user: Any, numbers: Iterable[str]) -> None:
    """Keep a look at each of these finds, whose old position a preview is about to show."""
    keys = {text.number_key(number) for number in numbers}
    now, finds = timezone.now(), Find.objects.filter(number_key__in=keys) if keys else ()
    Look.objects.bulk_create(
        Look(find=find, user=user, page=Look.Page.LIST, at=now) for find in finds
    )


@admin.register(Look)
class LookAdmin(ReadOnly, admin.ModelAdmin):
    """Who looked; the position itself is not here."""

    list_display = ("at", "user", "find", "page")
    list_filter = ("page",)
    list_select_related = ("user", "find")
    list_per_page = 50
    date_hierarchy = "at"
    search_fields = ("user__username", "find__catalogue_number")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("catalog.publish_find")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)
