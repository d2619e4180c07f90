"""Accounts and groups: nobody gives a right they have not got, nor changes an account with more."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission, User
from django.db.models import ManyToManyField, Q, QuerySet
from django.http import HttpRequest


def _rights(user: Any) -> QuerySet[Permission]:
    """What somebody may do by an own right or by a group, signed in or switched off."""
    if user.is_superuser:
        return Permission.objects.all()
    return Permission.objects.filter(Q(user=user) | Q(group__user=user))


def _beyond(user: Any) -> QuerySet[Permission]:
    """The rights somebody has not got."""
    return Permission.objects.exclude(pk__in=_rights(user).values("pk"))


class _NoMoreThanOneHas:
    """Rights are given, and their bearers changed, by who has them all."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and self._reaches(request.user, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and self._reaches(request.user, obj)

    def _reaches(self, user: Any, obj: Any) -> bool:
        return obj is None or user.is_superuser or not self._lacking(user, obj)

    def _lacking(self, user: Any, obj: Any) -> bool:
        return _beyond(user).filter(pk__in=self.rights(obj).values("pk")).exists()

    def formfield_for_manytomany(
        self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelMultipleChoiceField | None:
        """Offer no right, and no group with a right, that one has not got."""
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if field is not None:
            ours = "permissions__in" if db_field.related_model is Group else "pk__in"
            field.queryset = field.queryset.exclude(**{ours: _beyond(request.user)})
        return field


class MemberAdmin(_NoMoreThanOneHas, UserAdmin):
    """Accounts. Only a superuser makes another one, and changes or deletes one."""

    def rights(self, user: User) -> QuerySet[Permission]:
        """All that the account may do."""
        return _rights(user)

    def _reaches(self, user: Any, obj: Any) -> bool:
        above = obj is not None and obj.is_superuser and not user.is_superuser
        return not above and super()._reaches(user, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Show who is a superuser, and let superusers alone change it."""
        fields = tuple(super().get_readonly_fields(request, obj))
        return fields if request.user.is_superuser else (*fields, "is_superuser")


class RoleAdmin(_NoMoreThanOneHas, GroupAdmin):
    """Groups and what their members may do."""

    def rights(self, group: Group) -> QuerySet[Permission]:
        """All that its members may do by it."""
        return group.permissions.all()


admin.site.unregister([User, Group])
admin.site.register(User, MemberAdmin)
admin.site.register(Group, RoleAdmin)
