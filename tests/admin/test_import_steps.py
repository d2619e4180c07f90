"""The import step by step: nothing before the last button, one word for many rows, and who may."""

import csv
import io
from typing import Any

import lxml.html
import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from catalog.lib.beacons import Signal
from catalog.models import Find, ImportMapping, ImportRun
from catalog.transfer import jobs
from tests.conftest import signed_in
from tests.transfer.lists_in import row, table

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("furnished")]
JAP = {"nationality": "Jap."}


def page(step: str, run: ImportRun | None = None) -> str:
    return reverse(f"admin:catalog_importrun_{step}", args=[run.pk] if run else [])


def upload(client: Client, *rows: Any, data: bytes = b"", name: str = "list.csv") -> ImportRun:
    """Send a file; the run it became."""
    file = io.BytesIO(data or table(rows).encode())
    file.name = name
    response = client.post(page("add"), {"file": file})
    assert response.status_code == 302, response.content.decode()
    return ImportRun.objects.latest("pk")


def served(client: Client, run: ImportRun) -> dict[str, Any]:
    """The form of columns as a browser would send it."""
    form = lxml.html.fromstring(client.get(page("columns", run)).content.decode())
    return dict(form.get_element_by_id("columns_form").form_values())


def look(client: Client, run: ImportRun, **changed: str) -> str:
    """Send the columns, and read the preview."""
    response = client.post(page("columns", run), {**served(client, run), **changed}, follow=True)
    return response.content.decode()


def mend(client: Client, run: ImportRun, **said: str) -> str:
    return client.post(page("mend", run), said, follow=True).content.decode()


def send(client: Client, run: ImportRun, mode: str = "all") -> str:
    return client.post(page("send", run), {"mode": mode}, follow=True).content.decode()


def test_list_goes_in_step_by_step(recorder: User, recorder_client: Client) -> None:
    run = upload(recorder_client, row("A-1"), row("A-2"))
    shown = recorder_client.get(page("columns", run)).content.decode()
    preview = look(recorder_client, run)
    before = Find.objects.count()

    report = send(recorder_client, run)

    assert "utf-8" in shown
    assert "Helmet with a hole" in shown
    assert "new 2" in preview
    assert before == 0
    assert Find.objects.filter(created_by=recorder).count() == 2
    assert "Done" in report


def test_one_word_is_written_for_all_rows_that_have_another(recorder_client: Client) -> None:
    rows = [row(f"A-{n}", **JAP) for n in range(6)]
    run = upload(recorder_client, *rows)

    before = look(recorder_client, run)
    after = mend(recorder_client, run, column="nationality", theirs="Jap.", ours="japan")
    send(recorder_client, run)

    assert "Replace in 6 rows" in before
    assert "refused 6" in before
    assert "refused 0" in after
    assert "<code>Jap.</code> → <code>japan</code>" in after
    assert Find.objects.filter(nationality__code="japan").count() == 6


def test_replacement_is_taken_back(recorder_client: Client) -> None:
    run = upload(recorder_client, row("A-1", **JAP))
    look(recorder_client, run)
    mend(recorder_client, run, column="nationality", theirs="Jap.", ours="japan")

    after = mend(recorder_client, run, column="nationality", theirs="Jap.", unmend="1")

    assert "refused 1" in after


def test_preview_shows_old_and_new(recorder_client: Client) -> None:
    send_whole(recorder_client, row("A-1", depth_cm="40"), row("A-2"))

    preview = look(recorder_client, upload(recorder_client, row("A-1", depth_cm="45"), row("A-2")))

    assert "<del>40</del> <ins>45</ins>" in preview
    assert "changed 1, unchanged 1" in preview


def send_whole(client: Client, *rows: Any) -> ImportRun:
    run = upload(client, *rows)
    look(client, run)
    send(client, run)
    run.refresh_from_db()
    return run


def test_good_rows_go_in_and_the_others_come_back_to_be_mended(recorder_client: Client) -> None:
    run = upload(recorder_client, row("A-1"), row("A-2", **JAP))
    look(recorder_client, run)
    send(recorder_client, run, "good")

    file = recorder_client.get(reverse("admin:catalog_importrun_refused", args=[run.pk, "csv"]))
    data = b"".join(file.streaming_content)
    mended = data.replace(b"Jap.", b"japan")
    second = upload(recorder_client, data=mended, name="mended.csv")
    look(recorder_client, second)
    send(recorder_client, second)

    refused = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert [one["catalogue_number"] for one in refused] == ["A-2"]
    assert "Jap." in refused[0]["_problem"]
    assert set(Find.objects.values_list("catalogue_number", flat=True)) == {"A-1", "A-2"}


def test_refused_rows_come_as_a_workbook_too(recorder_client: Client) -> None:
    run = upload(recorder_client, row("A-2", **JAP))
    look(recorder_client, run)

    file = recorder_client.get(reverse("admin:catalog_importrun_refused", args=[run.pk, "xlsx"]))

    assert b"".join(file.streaming_content)[:2] == b"PK"


def test_refused_cell_is_no_formula_and_goes_in_again(recorder_client: Client) -> None:
    run = upload(recorder_client, row("A-1", title_en="=1+1", depth_cm="-5", **JAP))
    look(recorder_client, run)

    file = recorder_client.get(reverse("admin:catalog_importrun_refused", args=[run.pk, "csv"]))
    data = b"".join(file.streaming_content).decode("utf-8-sig")

    (refused,) = csv.DictReader(io.StringIO(data))
    assert (refused["title_en"], refused["depth_cm"]) == ("'=1+1", "-5")


def test_import_of_nothing_writes_nothing(recorder_client: Client) -> None:
    run = upload(recorder_client, row("A-1"))
    look(recorder_client, run)

    recorder_client.post(page("cancel", run))

    run.refresh_from_db()
    assert (run.status, Find.objects.count()) == ("cancelled", 0)


def test_encoding_and_separator_can_be_said(recorder_client: Client) -> None:
    data = table([row("A-1", title_en="Каска")], delimiter=";").encode("cp1251")
    run = upload(recorder_client, data=data)

    said = {"form": "reading", "encoding": "cp932", "delimiter": ";", "language": "ru"}
    wrong = recorder_client.post(page("columns", run), said, follow=True).content.decode()
    said["encoding"] = "cp1251"
    right = recorder_client.post(page("columns", run), said, follow=True).content.decode()

    assert "Каска" not in wrong
    assert "Каска" in right


def test_headers_of_three_languages_are_recognised(recorder_client: Client) -> None:
    data = table(
        [
            {
                "Номер": "A-1",
                "экспедиция": "SHU-2015",
                "分類": "helmet",
                "種類": "helmet",
                "名称": "鉄帽",
            }
        ]
    )
    run = upload(recorder_client, data=data.encode())
    look(recorder_client, run, language="ja")
    send(recorder_client, run)

    assert Find.objects.get().title_ja == "鉄帽"


def test_what_holds_for_all_rows_is_said_once(recorder_client: Client) -> None:
    bare = {"inv": "A-1", "title_en": "Helmet"}
    run = upload(recorder_client, bare)

    without = look(recorder_client, run)
    told = {"constant_expedition": "SHU-2015", "constant_category": "helmet"}
    told |= {"constant_object_type": "helmet", "column_0": "catalogue_number"}
    look(recorder_client, run, **told)
    send(recorder_client, run)

    assert "Say which column holds the catalogue number." in without
    assert Find.objects.get().catalogue_number == "A-1"


def test_two_columns_cannot_be_the_same_one_of_ours(recorder_client: Client) -> None:
    run = upload(recorder_client, row("A-1", extra="x"))

    shown = look(recorder_client, run, column_5="title_en")

    assert "Two columns of the file are “Title in English”" in shown


def test_mapping_is_kept_under_a_name_and_taken_again(
    recorder: User, recorder_client: Client, reviewer_client: Client
) -> None:
    run = upload(recorder_client, row("A-1", **JAP))
    look(recorder_client, run)
    mend(recorder_client, run, column="nationality", theirs="Jap.", ours="japan")
    recorder_client.post(page("keep", run), {"name": "Seasons"})

    kept = ImportMapping.objects.get()
    again = upload(reviewer_client, row("A-2", **JAP))
    reviewer_client.post(page("columns", again), {"form": "named", "named": kept.pk})
    preview = look(reviewer_client, again)
    taken = reviewer_client.post(page("keep", again), {"name": "Seasons"}, follow=True)

    assert (kept.user, '"Jap." = "japan"' in kept.toml) == (recorder, True)
    assert "refused 0" in preview
    assert "Somebody else has kept a mapping" in taken.content.decode()


def test_text_of_the_mapping_is_the_command_s(recorder_client: Client) -> None:
    run = upload(recorder_client, {"inv": "1", "title_en": "Helmet"})
    toml = '[columns]\ncatalogue_number = "A-{inv}"\ntitle_en = "title_en"\n'

    said = {"form": "toml", "toml": toml}
    recorder_client.post(page("columns", run), said)
    wrong = recorder_client.post(page("columns", run), {**said, "toml": "[colours]"})
    told = {"constant_expedition": "SHU-2015", "constant_category": "helmet"}
    look(recorder_client, run, **told, constant_object_type="helmet")
    send(recorder_client, run)

    assert "which is none" in wrong.content.decode()
    assert Find.objects.get().catalogue_number == "A-1"


def test_same_file_says_so_before_it_starts(recorder_client: Client) -> None:
    send_whole(recorder_client, row("A-1"))

    again = upload(recorder_client, row("A-1"))

    assert "This very file was imported on" in (
        recorder_client.get(page("columns", again)).content.decode()
    )


def test_large_list_waits_with_a_page_that_renews_itself(
    recorder_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "SMALL", 10)
    run = upload(recorder_client, row("A-1"))

    waiting = look(recorder_client, run)
    run.refresh_from_db()
    jobs.work(run, now=run.created_at)
    ready = recorder_client.get(page("preview", run)).content.decode()

    assert "work_imports" in waiting
    assert 'http-equiv="refresh"' in waiting
    assert "new 1" in ready
    assert not Find.objects.exists()


def test_file_that_is_no_table_is_told(recorder_client: Client) -> None:
    run = upload(recorder_client, data=b"%PDF-1.4 nothing")

    assert "This is a PDF document" in recorder_client.get(page("columns", run)).content.decode()


def test_only_who_may_add_finds_imports(recorder_client: Client, client: Client) -> None:
    run = upload(recorder_client, row("A-1"))
    nobody = signed_in(User.objects.create_user("clerk", is_staff=True))

    assert nobody.get(page("add")).status_code == 403
    assert nobody.get(page("columns", run)).status_code == 403
    assert client.get(page("add")).status_code == 302


def test_nobody_goes_on_with_the_list_of_another(
    recorder_client: Client, administrator_client: Client
) -> None:
    run = upload(recorder_client, row("A-1"))

    for step in ("columns", "preview"):
        assert administrator_client.get(page(step, run)).status_code == 404
    assert administrator_client.post(page("send", run), {"mode": "all"}).status_code == 404
    assert recorder_client.get(page("send", run)).status_code == 403


def test_cells_of_a_list_are_told_to_whom_they_may_be(
    recorder_client: Client, reviewer_client: Client, administrator_client: Client
) -> None:
    run = send_whole(recorder_client, row("A-1", latitude="95.71", longitude="156"))

    told = [
        one.get(page("change", run)).content.decode()
        for one in (recorder_client, reviewer_client, administrator_client)
    ]

    assert ["95.71" in page for page in told] == [True, False, True]


def test_past_imports_are_one_s_own_or_all(
    recorder_client: Client, reviewer_client: Client
) -> None:
    send_whole(recorder_client, row("A-1"))
    other = make_recorder("second")

    listed = [
        "list.csv" in one.get(page("changelist")).content.decode()
        for one in (recorder_client, reviewer_client, other)
    ]

    assert listed == [True, True, False]


def test_list_of_another_kind_says_that_it_was_written(administrator_client: Client) -> None:
    run = ImportRun.objects.create(
        kind="places", file_name="places.csv", status=ImportRun.Status.DONE, rows_read=6, rows_new=6
    )

    told = administrator_client.get(page("change", run)).content.decode()

    assert "Written." in told
    assert "Nothing was written." not in told


def make_recorder(name: str) -> Client:
    user = User.objects.create_user(name, is_staff=True)
    user.groups.add(Group.objects.get(name="recorder"))
    return signed_in(user)


def test_button_of_the_list_leads_here(recorder_client: Client) -> None:
    response = recorder_client.get("/admin/catalog/find/import/")

    assert response.url == page("add")


def test_import_is_taken_back_on_its_page(recorder_client: Client) -> None:
    run = send_whole(recorder_client, row("A-1"), row("A-2"))
    edited = Find.objects.get(catalogue_number="A-2")
    edited.save()

    shown = recorder_client.get(page("undo", run)).content.decode()
    once = recorder_client.post(page("undo", run), follow=True).content.decode()
    left = Find.objects.count()
    recorder_client.post(page("undo", run), {"also": edited.pk})

    assert "Finds that go: 1." in shown
    assert "It was changed on" in shown
    assert "left 1" in once
    assert (left, Find.objects.count()) == (1, 0)
    assert recorder_client.get(page("undo", run)).status_code == 403


def test_nobody_takes_back_the_import_of_another(
    recorder_client: Client, reviewer_client: Client, administrator_client: Client
) -> None:
    run = send_whole(recorder_client, row("A-1"))

    assert make_recorder("second").get(page("undo", run)).status_code == 404
    assert reviewer_client.get(page("undo", run)).status_code == 403
    assert administrator_client.get(page("undo", run)).status_code == 200


def test_list_that_takes_seconds_shows_something_first(
    recorder_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "QUICK", 10)
    run = upload(recorder_client, row("A-1"))

    first = look(recorder_client, run)
    preview = recorder_client.get(f"{page('preview', run)}?work=1", follow=True).content.decode()
    sent = send(recorder_client, run)
    before = Find.objects.count()
    report = recorder_client.get(f"{page('change', run)}?work=1", follow=True).content.decode()

    assert 'content="0;url=?work=1"' in first
    assert "new 1" in preview
    assert 'content="0;url=?work=1"' in sent
    assert (before, Find.objects.count()) == (0, 1)
    assert "Done" in report


def test_nobody_works_the_list_of_another(
    recorder_client: Client, reviewer_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "QUICK", 10)
    run = upload(recorder_client, row("A-1"))
    look(recorder_client, run)
    recorder_client.get(f"{page('preview', run)}?work=1")
    send(recorder_client, run)

    reviewer_client.get(f"{page('change', run)}?work=1")

    assert not Find.objects.exists()


def test_payloads_are_inert_on_every_page(recorder_client: Client) -> None:
    payload = "<script>alert(1)</script>"
    run = upload(
        recorder_client, row("A-1", title_en=payload, nationality=payload, **{payload: "x"})
    )

    pages = [
        recorder_client.get(page("columns", run)).content.decode(),
        look(recorder_client, run),
        send(recorder_client, run),
    ]

    assert not [one for one in pages if payload in one]
    assert all("&lt;script&gt;" in one for one in pages)


def test_kept_mapping_tells_others_no_cell_they_would_not_be_shown(
    recorder_client: Client, reviewer_client: Client
) -> None:
    run = upload(recorder_client, row("A-1", **JAP, context="Pit 7 at the spring"))
    look(recorder_client, run)
    mend(recorder_client, run, column="nationality", theirs="Jap.", ours="japan")
    mend(recorder_client, run, column="context", theirs="Pit 7 at the spring", ours="Pit 7")
    recorder_client.post(page("keep", run), {"name": "Seasons"})
    kept = ImportMapping.objects.get()

    for client, is_told in ((recorder_client, True), (reviewer_client, False)):
        again = upload(client, row("A-2", **JAP))
        client.post(page("columns", again), {"form": "named", "named": kept.pk})
        shown = client.get(page("columns", again)).content.decode()
        assert "Jap." in shown
        assert ("at the spring" in shown) == is_told


def test_word_that_means_nothing_is_left_empty_in_all_rows(recorder_client: Client) -> None:
    run = upload(recorder_client, *(row(f"A-{n}", found_on="n.d.") for n in range(3)))
    before = look(recorder_client, run)

    after = mend(recorder_client, run, column="found_on", theirs="n.d.", empty="1")
    send(recorder_client, run)

    assert 'name="empty"' in before
    assert "refused 0" in after
    assert set(Find.objects.values_list("found_on", flat=True)) == {""}
    assert Find.objects.count() == 3


def test_required_word_is_not_left_empty(recorder_client: Client) -> None:
    run = upload(recorder_client, row("A-1", category="hat"))
    before = look(recorder_client, run)

    after = mend(recorder_client, run, column="category", theirs="hat", empty="1")

    assert 'name="empty"' not in before
    assert "Say what is written instead." in after


@pytest.mark.parametrize("said", [{}, {"column": "nationality", "ours": "x"}, {"unmend": "1"}])
def test_half_a_correction_is_no_fault_of_the_house(
    recorder_client: Client, said: dict[str, str]
) -> None:
    run = upload(recorder_client, row("A-1", **JAP))
    look(recorder_client, run)

    assert "refused 1" in mend(recorder_client, run, **said)


def test_rows_seen_before_the_columns_were_changed_do_not_go_in(recorder_client: Client) -> None:
    run = upload(recorder_client, row("A-1", title_ru="Каска"))
    first = look(recorder_client, run)
    old = lxml.html.fromstring(first).get_element_by_id("send_form")
    look(recorder_client, run, column_5="")

    said = dict(old.form_values())
    told = recorder_client.post(page("send", run), said, follow=True).content.decode()

    assert "look at the rows again" in told
    assert not Find.objects.exists()

    new = lxml.html.fromstring(told).get_element_by_id("send_form")
    recorder_client.post(page("send", run), dict(new.form_values()))
    assert Find.objects.get().title_ru == ""


def test_all_or_none_is_that_whatever_a_kept_mapping_says(recorder_client: Client) -> None:
    run = upload(recorder_client, row("A-1"), row("A-2", **JAP))
    toml = "[options]\nskip_errors = true\n"
    recorder_client.post(page("columns", run), {"form": "toml", "toml": toml})
    look(recorder_client, run)

    report = send(recorder_client, run)

    assert "Refused, nothing written" in report
    assert not Find.objects.exists()


def test_import_that_is_over_is_not_said_to_be_stopped(recorder_client: Client) -> None:
    run = send_whole(recorder_client, row("A-1"))

    told = recorder_client.post(page("cancel", run), follow=True).content.decode()

    assert "too late to stop" in told
    assert "was stopped" not in told


def test_all_rows_with_warnings_are_counted(
    recorder_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("catalog.transfer.preview.MOST_ROWS", 2)
    point = {"latitude": "50.7", "longitude": "156.3"}

    shown = look(recorder_client, upload(recorder_client, *(row(f"A-{n}", **point) for n in "123")))

    assert 'Warnings <span class="count">3</span>' in shown
    assert "1 more rows of this kind" in shown


def test_names_to_be_added_are_told_under_the_labels_of_their_columns(
    administrator_client: Client,
) -> None:
    run = upload(administrator_client, row("A-1", found_by="Somebody New"))
    shown = look(administrator_client, run, create_missing="found_by")

    assert "Would be added to Found by: 1" in shown


def test_import_that_was_stopped_says_that_nothing_was_written(recorder_client: Client) -> None:
    run = upload(recorder_client, row("A-1"))
    recorder_client.post(page("cancel", run))

    told = recorder_client.get(page("change", run)).content.decode()

    assert "Cancelled.</strong> Nothing was written." in told


def test_import_under_way_is_asked_to_stop(
    recorder_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "progress", lambda _run: Signal(done=1, total=2))
    run = upload(recorder_client, row("A-1"))
    ImportRun.objects.update(status="running", mode="all")

    told = recorder_client.post(page("cancel", run), follow=True).content.decode()

    assert "stops at its next step" in told


def test_kinds_of_lists_are_called_by_their_names(administrator_client: Client) -> None:
    run = send_whole(administrator_client, row("A-1"))
    administrator_client.post(page("undo", run))

    for query, kinds in (("", {"Находки", "Отмена загрузки"}), ("?kind=undo", {"Отмена загрузки"})):
        listed = administrator_client.get(
            page("changelist") + query, headers={"accept-language": "ru"}
        ).content.decode()
        cells = lxml.html.fromstring(listed).find_class("field-kind_name")
        assert {cell.text_content() for cell in cells} == kinds


def test_preview_keeps_no_more_of_a_cell_than_it_shows(recorder_client: Client) -> None:
    run = upload(recorder_client, row("A-1", description_en="x" * 50_000))
    look(recorder_client, run)

    (shown,) = jobs.preview_of(run).rows["new"]

    assert len(shown.written["description_en"]) == 500


def test_pages_call_columns_by_their_labels(recorder_client: Client) -> None:
    run = upload(recorder_client, row("A-1"), row("A-2", found_on="32.08.2025"))
    ImportRun.objects.update(language="ru")

    preview = look(recorder_client, run)
    send(recorder_client, run, "good")
    recorder_client.cookies["django_language"] = "ru"
    report = recorder_client.get(page("change", run)).content.decode()

    for shown in (preview, report):
        assert "Строка 3, Дата обнаружения: «32.08.2025»" in shown
