"""The three groups: recorder (own drafts, submit), reviewer (publish), administrator."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

# Models a recorder fills, models they may add to, models they only look things up in.
FILLS = (
    "find findsource findrelation findphoto photo document statusevent "
    "remainsdetail munitiondetail vehicledetail structuredetail"
)
ADDS = "person source"
LOOKS_UP = "expedition place placename term institution claim formernumber"
KEEPS = f"{ADDS} {LOOKS_UP}"


def permissions_of(verbs, models):
    return {f"{verb}_{model}" for verb in verbs.split() for model in models.split()}


RECORDER = (
    permissions_of("view add change", FILLS)
    | permissions_of("view add", ADDS)
    | permissions_of("view", LOOKS_UP)
    | permissions_of("delete", "findsource findrelation findphoto")
    | {"submit_find"}
)
REVIEWER = (
    RECORDER | permissions_of("view add change", KEEPS) | {"publish_find", "view_importrun"}
)
GROUPS = {"recorder": RECORDER, "reviewer": REVIEWER}


def create(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for label in ("auth", "catalog"):
        config = installed.get_app_config(label)
        create_permissions(config, verbosity=0, using=schema_editor.connection.alias)
    catalogue = Permission.objects.filter(content_type__app_label="catalog")
    for name, codenames in GROUPS.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.set(catalogue.filter(codename__in=codenames))
    people = Permission.objects.filter(
        content_type__app_label="auth", content_type__model__in=["user", "group"]
    )
    administrator, _ = Group.objects.get_or_create(name="administrator")
    ours = catalogue.exclude(content_type__model__startswith="historical")
    administrator.permissions.set([*ours, *people])


def remove(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=[*GROUPS, "administrator"]).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0002_seed_terms"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(create, remove)]
