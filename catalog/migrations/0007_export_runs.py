import django.db.models.deletion
from django.apps import apps as installed
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models


def let_reviewers_read(apps, schema_editor):
    """Who answers for what goes public may see who took the list away."""
    create_permissions(
        installed.get_app_config("catalog"), verbosity=0, using=schema_editor.connection.alias
    )
    Permission = apps.get_model("auth", "Permission")
    reading = Permission.objects.filter(
        content_type__app_label="catalog", codename="view_exportrun"
    )
    for group in apps.get_model("auth", "Group").objects.filter(
        name__in=["reviewer", "administrator"]
    ):
        group.permissions.add(*reading)


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0006_import_jobs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="ExportRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("started_at", models.DateTimeField(verbose_name="started")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="finished")),
                ("profile", models.CharField(max_length=12, verbose_name="profile")),
                ("format", models.CharField(max_length=12, verbose_name="format")),
                ("wishes", models.TextField(blank=True, verbose_name="filter")),
                ("finds", models.PositiveIntegerField(default=0, verbose_name="finds")),
                ("user", models.ForeignKey(blank=True, help_text="Empty: a command on the machine itself.", null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL, verbose_name="user")),
            ],
            options={
                "verbose_name": "export",
                "verbose_name_plural": "exports",
                "ordering": ["-started_at", "-id"],
            },
        ),
        migrations.RunPython(let_reviewers_read, migrations.RunPython.noop),
    ]
