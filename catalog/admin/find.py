"""The find: its list, its form, and what each group may do with it."""

from typing import Any

from django.contrib import admin
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext, gettext_lazy as _

from catalog.admin import find_fields, find_list
from catalog.admin.exports import ExportsMixin
from catalog.admin.find_form import FindForm
from catalog.admin.find_list import FindColumns
from catalog.admin.find_saving import FindSaving
from catalog.admin.find_shown import FindShown
from catalog.admin.find_verbs import PublicationVerbs
from catalog.admin.history import HistoryPage
from catalog.admin.inlines import inlines_for
from catalog.admin.label_sheets import LabelSheets
from catalog.admin.lists import ListsMixin
from catalog.admin.look import LooksKept
from catalog.admin.sensitive import ANSWERING, POSITION, may_see, withheld
from catalog.admin.verbs import open_to
from catalog.admin.widgets import ListedSelect, ListedSelectMultiple
from catalog.models import Expedition, Find
from catalog.vocab import CATEGORY_RULES, Category, PublicationStatus

# Whether there is one of these tells something by itself.
_TELLING = frozenset({"identifications", "evidence_for", "looks", "error_reports", "documents"})


@admin.register(Find)
class FindAdmin(
    LooksKept,
    ExportsMixin,
    ListsMixin,
    LabelSheets,
    FindColumns,
    FindShown,
    FindSaving,
    PublicationVerbs,
    HistoryPage,
    admin.ModelAdmin,
):
    """Researchers log finds here."""

    form = FindForm
    change_form_template = "admin/catalog/find/change_form.html"
    autocomplete_fields = (
        "expedition",
        "object_type",
        "nationality",
        "materials",
        "found_by",
        "identified_by",
        "place",
        "holder",
    )
    list_display = (
        "thumbnail",
        "number",
        "title_shown",
        "category",
        "side",
        "place",
        "found",
        "restoration",
        "custody",
        "publication",
        "fullness_shown",
    )
    list_display_links = ("thumbnail", "number", "title_shown")
    list_filter = (
        "publication_status",
        find_list.MineFilter,
        "category",
        ("nationality", admin.RelatedOnlyFieldListFilter),
        find_list.PlaceFilter,
        ("expedition", admin.RelatedOnlyFieldListFilter),
        "restoration_status",
        "custody_status",
        "hazard_status",
        "remains_status",
        find_list.PictureFilter,
    )
    list_select_related = ("nationality", "place")
    list_per_page = 50
    show_facets = admin.ShowFacets.ALWAYS
    date_hierarchy = "found_from"
    ordering = ("-id",)
    # Only tells Django that the list is searched; `get_search_results` says how.
    search_fields = ("catalogue_number",)
    search_help_text = _("Number, title, type, place, description: any word, in any language.")
    save_on_top = True
    actions = (*PublicationVerbs.actions, "print_labels")

    # Who may do what

    def has_change_permission(self, request: HttpRequest, obj: Find | None = None) -> bool:
        """A recorder changes their own drafts, a reviewer everything."""
        allowed = super().has_change_permission(request, obj)
        if obj is None or not allowed:
            return allowed
        known = request.__dict__.setdefault("_editable_finds", {})
        if obj.pk not in known:
            mine = Find.objects.editable_by(request.user).filter(pk=obj.pk)
            known[obj.pk] = mine.exists()
        return known[obj.pk]

    def has_delete_permission(self, request: HttpRequest, obj: Find | None = None) -> bool:
        """Only a draft is ever deleted; what was public is withdrawn."""
        draft = obj is None or obj.publication_status == PublicationStatus.DRAFT
        return draft and super().has_delete_permission(request, obj)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What would go with it, without the names of the dead."""
        listed, counts, needed, protected = super().get_deleted_objects(objs, request)
        if protected:
            protected = [gettext("Identifications or papers still belong to it.")]
        return listed, counts, needed, protected

    def withheld_history(self, request: HttpRequest, obj: Find) -> tuple[str, ...]:
        return withheld(request.user, obj.category)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """A filter in the address tells as much as a column does."""
        asked = lookup.partition("__")[0]
        if asked in POSITION:
            # Whoever may see it opens the find, which leaves a look.
            return False
        if (asked in ANSWERING or asked in _TELLING) and not may_see(request.user):
            return False
        return super().lookup_allowed(lookup, value, request)

    # The list

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return Find.objects.visible_to(request.user)

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """The find; under a lock where a form is sent, so that nothing is written in between."""
        find = super().get_object(request, object_id, from_field)
        if find is None or request.method != "POST" or not connection.in_atomic_block:
            return find
        list(Find.objects.select_for_update().filter(pk=find.pk).values_list("pk"))
        return super().get_object(request, object_id, from_field)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(request, {"title": _("Finds"), **(extra_context or {})})

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The list, its page of rows with their pictures."""
        changelist = super().get_changelist_instance(request)
        changelist.result_list = find_list.with_thumbnails(changelist.result_list)
        return changelist

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        return find_list.search(queryset, search_term, request.user), False

    # The form

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """First the category, then the one form that fits it."""
        if self.has_add_permission(request) and not _chosen_category(request):
            return self._choose_category(request)
        return super().add_view(request, form_url, extra_context)

    def _choose_category(self, request: HttpRequest) -> HttpResponse:
        choices = [(value, CATEGORY_RULES[value].singular) for value in Category]
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("What was found?"),
            "categories": choices,
            "expeditions": Expedition.objects.newest(),
            "safety": find_fields.SAFETY,
        }
        return TemplateResponse(request, "admin/catalog/find/choose_category.html", context)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Offer the next number of the expedition chosen, or of the latest."""
        initial = super().get_changeform_initial_data(request)
        wanted = str(initial.get("expedition") or "")
        expeditions = Expedition.objects.newest()
        if wanted.isdecimal():
            expeditions = expeditions.filter(pk=wanted)
        expedition = expeditions.first()
        if expedition:
            initial |= {"expedition": expedition.pk, "catalogue_number": expedition.next_number()}
        return initial

    def get_fieldsets(self, request: HttpRequest, obj: Find | None = None) -> Any:
        category, editable = self._about(request, obj)
        hidden = withheld(request.user, category) if obj else ()
        return find_fields.fieldsets(category, obj, editable=editable, hidden=hidden)

    def get_form(
        self, request: HttpRequest, obj: Find | None = None, change: bool = False, **kwargs: Any
    ) -> type[FindForm]:
        """The form for this person and this category."""
        form = super().get_form(request, obj, change, **kwargs)
        category, _editable = self._about(request, obj)
        return type("FindForm", (form,), {"user": request.user, "category": category})

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name in self.autocomplete_fields:
            kwargs.setdefault("widget", ListedSelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name in self.autocomplete_fields:
            kwargs.setdefault("widget", ListedSelectMultiple(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Find | None = None) -> Any:
        """The statuses change by events, the publication by its verbs."""
        if obj is None:
            return ()
        statuses = find_fields.status_fields(obj.category)
        shown = [name for row in find_fields.PUBLICATION for name in _names(row)]
        return (*statuses, *find_fields.EVIDENCE, *shown, "timeline", "withheld_note")

    def get_inlines(self, request: HttpRequest, obj: Find | None) -> list[type]:
        category, editable = self._about(request, obj)
        return inlines_for(obj, category, editable=editable)

    def _about(self, request: HttpRequest, obj: Find | None) -> tuple[str, bool]:
        """The category at hand, and whether the user may write."""
        if obj is None:
            return _chosen_category(request) or Category.OTHER, True
        return obj.category, self.has_change_permission(request, obj)

    def render_change_form(self, request: HttpRequest, context: Any, **kwargs: Any) -> HttpResponse:
        """Add what can be done with the find, beside the form."""
        find = kwargs.get("obj")
        context["verbs"] = open_to(request.user, find) if find else {}
        may_submit = request.user.has_perm("catalog.submit_find")
        draft = find is None or find.publication_status == PublicationStatus.DRAFT
        context["show_submit"] = may_submit and draft and context["adminform"].form.fields
        context["category"] = CATEGORY_RULES[self._about(request, find)[0]].singular
        return super().render_change_form(request, context, **kwargs)


def _chosen_category(request: HttpRequest) -> str:
    wanted = request.GET.get("category", "")
    return wanted if wanted in Category.values else ""


def _names(row: Any) -> tuple[str, ...]:
    return (row,) if isinstance(row, str) else tuple(row)
