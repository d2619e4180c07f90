import django.db.models.deletion
from django.apps import apps as installed
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models


def let_administrators_keep(apps, schema_editor):
    """Whoever imports adds mappings in the wizard; administrators mend and remove them."""
    create_permissions(
        installed.get_app_config("catalog"), verbosity=0, using=schema_editor.connection.alias
    )
    Permission = apps.get_model("auth", "Permission")
    keeping = Permission.objects.filter(
        content_type__app_label="catalog", content_type__model="importmapping"
    )
    for group in apps.get_model("auth", "Group").objects.filter(name="administrator"):
        group.permissions.add(*keeping)


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0008_find_in_columns"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="ImportMapping",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, unique=True, verbose_name="name")),
                ("toml", models.TextField(verbose_name="mapping")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("user", models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL, verbose_name="user")),
            ],
            options={
                "verbose_name": "import mapping",
                "verbose_name_plural": "import mappings",
                "ordering": ["name"],
            },
        ),
        migrations.RunPython(let_administrators_keep, migrations.RunPython.noop),
    ]
