"""Who may change accounts gives nobody, themselves included, more than they have."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client

from tests.conftest import signed_in
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def page(user: User) -> str:
    return f"/admin/auth/user/{user.pk}/change/"


def sent(user: User, **more: object) -> dict[str, object]:
    """What the form of an account sends."""
    moments = {"date_joined_0": "2026-01-01", "date_joined_1": "00:00:00"}
    return {"username": user.username, "is_active": "on", "is_staff": "on", **moments, **more}


@pytest.fixture
def office(db: None) -> User:
    """Keeps the accounts of recorders, and is one."""
    user = make_user("recorder", username="office")
    user.user_permissions.set(Permission.objects.filter(codename__endswith="_user"))
    return user


@pytest.fixture
def office_client(office: User) -> Client:
    return signed_in(office)


def test_nobody_makes_a_superuser_but_a_superuser(
    administrator: User, administrator_client: Client
) -> None:
    other = make_user("recorder", username="other")

    for user in (other, administrator):
        answer = administrator_client.post(page(user), sent(user, is_superuser="on"))
        user.refresh_from_db()
        assert answer.status_code == 302
        assert not user.is_superuser
    client = signed_in(make_user(username="root", is_staff=True, is_superuser=True))
    client.post(page(other), sent(other, is_superuser="on"))
    other.refresh_from_db()

    assert other.is_superuser


@pytest.mark.parametrize("end", ["change/", "password/", "delete/"])
def test_account_of_a_superuser_is_not_taken_over(administrator_client: Client, end: str) -> None:
    root = make_user(username="root", is_staff=True, is_superuser=True)
    said = {"password1": "Takenover1945", "password2": "Takenover1945", "post": "yes"}

    answer = administrator_client.post(f"/admin/auth/user/{root.pk}/{end}", sent(root, **said))

    assert answer.status_code == 403
    assert User.objects.get(pk=root.pk).password == root.password


def test_superuser_is_not_deleted_among_others(administrator_client: Client) -> None:
    root = make_user(username="root", is_staff=True, is_superuser=True)
    marked = {"action": "delete_selected", "_selected_action": [root.pk], "post": "yes"}

    administrator_client.post("/admin/auth/user/", marked)

    assert User.objects.filter(pk=root.pk).exists()


def test_nobody_gives_a_right_they_have_not_got(office: User, office_client: Client) -> None:
    other = make_user("recorder", username="other")
    groups = {group.name: group.pk for group in Group.objects.all()}
    publish = Permission.objects.get(codename="publish_find")

    for user in (office, other):
        for more in ({"groups": [groups["reviewer"]]}, {"user_permissions": [publish.pk]}):
            assert office_client.post(page(user), sent(user, **more)).status_code == 200
    kept = office_client.post(page(other), sent(other, groups=[groups["recorder"]]))

    assert kept.status_code == 302
    assert not User.objects.get(pk=other.pk).has_perm("catalog.publish_find")
    assert not User.objects.get(pk=office.pk).has_perm("catalog.publish_find")


def test_account_with_more_rights_is_not_changed(reviewer: User, office_client: Client) -> None:
    for is_active in (True, False):
        User.objects.filter(pk=reviewer.pk).update(is_active=is_active)
        assert office_client.post(page(reviewer), sent(reviewer)).status_code == 403
        password = {"password1": "Takenover1945", "password2": "Takenover1945"}
        address = f"/admin/auth/user/{reviewer.pk}/password/"
        assert office_client.post(address, password).status_code == 403


def test_group_gives_no_right_its_keeper_has_not_got(office: User, office_client: Client) -> None:
    office.user_permissions.add(*Permission.objects.filter(codename__endswith="_group"))
    own = Group.objects.get(name="recorder")
    publish = Permission.objects.get(codename="publish_find")
    address = f"/admin/auth/group/{own.pk}/change/"

    answer = office_client.post(address, {"name": "recorder", "permissions": [publish.pk]})
    above = Group.objects.get(name="reviewer")
    other = office_client.post(f"/admin/auth/group/{above.pk}/change/", {"name": "mine"})

    assert answer.status_code == 200
    assert publish not in own.permissions.all()
    assert other.status_code == 403
