import uuid

import django.db.models.deletion
import django.utils.timezone
from django.apps import apps as installed
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models


def let_reviewers_answer(apps, schema_editor):
    """Who answers for what is public answers those who write about it."""
    create_permissions(
        installed.get_app_config("catalog"), verbosity=0, using=schema_editor.connection.alias
    )
    Permission = apps.get_model("auth", "Permission")
    given = Permission.objects.filter(
        content_type__app_label="catalog",
        codename__in=["view_errorreport", "change_errorreport"],
    )
    deleting = Permission.objects.filter(
        content_type__app_label="catalog", codename="delete_errorreport"
    )
    for group in apps.get_model("auth", "Group").objects.filter(
        name__in=["reviewer", "administrator"]
    ):
        group.permissions.add(*given)
        if group.name == "administrator":
            group.permissions.add(*deleting)


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0012_looks_at_positions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="ErrorReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("reason", models.CharField(choices=[("relative", "I may be a relative"), ("take_down", "Something should not be shown"), ("fact", "A fact is wrong"), ("credit", "A picture: its credit or licence"), ("translation", "A translation is wrong"), ("other", "Something else")], max_length=12, verbose_name="what it is about")),
                ("words", models.TextField(max_length=4000, verbose_name="as written by the visitor")),
                ("reply_to", models.CharField(blank=True, max_length=200, verbose_name="name and address given")),
                ("language", models.CharField(blank=True, max_length=10, verbose_name="language of the page")),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="sent")),
                ("answer", models.TextField(blank=True, max_length=4000, verbose_name="answer")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
                ("answered_by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL, verbose_name="answered by")),
                ("find", models.ForeignKey(blank=True, help_text="Empty: about no record in particular.", null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="error_reports", to="catalog.find", verbose_name="find")),
            ],
            options={
                "verbose_name": "message of a visitor",
                "verbose_name_plural": "messages of visitors",
                "ordering": ["-sent_at", "-id"],
            },
        ),
        migrations.RunPython(let_reviewers_answer, migrations.RunPython.noop),
    ]
