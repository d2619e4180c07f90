"""Tell the log of finds that share a tell-tale picture: what is told of one closes it on all.

A skyline is not shown as long as any public find of its picture is told as an area only, so a
change of one find, or of what hangs on it, is seen on the pages of the others.
"""

from django.db import migrations

PUBLISHED = "publication_status = 'published'"
QUIET = "coalesce(current_setting('findspot.quiet', true), '')"
# The other public finds of the published skylines that hang on `{find}`.
OTHERS = f"""
    SELECT f.id FROM catalog_photo p JOIN catalog_findphoto l ON l.photo_id = p.id
    JOIN catalog_find f ON f.id = l.find_id
    WHERE p.published AND p.shows_landmark AND f.{PUBLISHED} AND f.id <> {{find}}"""
OF_LINK = f"""{OTHERS.format(find="{row}.find_id")} AND p.id = {{row}}.photo_id
    AND EXISTS (SELECT 1 FROM catalog_find h WHERE h.id = {{row}}.find_id AND h.{PUBLISHED})"""
OF_FIND = f"""{OTHERS.format(find="NEW.id")}
    AND p.id IN (SELECT h.photo_id FROM catalog_findphoto h WHERE h.find_id = NEW.id)"""
CHANGES = f"""(OLD.{PUBLISHED} OR NEW.{PUBLISHED})
    AND (OLD.location_precision <> NEW.location_precision
         OR OLD.publication_status <> NEW.publication_status)"""
# (table, event): what is asked first, and the finds to be read again.
TRIGGERS = {
    ("catalog_find", "UPDATE"): (f"({CHANGES}) AND", OF_FIND),
    ("catalog_findphoto", "INSERT"): ("", OF_LINK.format(row="NEW")),
    ("catalog_findphoto", "UPDATE"): (
        "",
        f"{OF_LINK.format(row='OLD')} UNION {OF_LINK.format(row='NEW')}",
    ),
    ("catalog_findphoto", "DELETE"): ("", OF_LINK.format(row="OLD")),
}


def _name(table, event):
    return f"{table}_log_skyline_{event.lower()}"


def _sqlite(table, event, asked, told):
    yield f"""
        CREATE TRIGGER {_name(table, event)} AFTER {event} ON {table}
        WHEN {asked} (SELECT quiet FROM catalog_indexstate) < 2
        BEGIN
            INSERT INTO catalog_change (find_id) {told};
        END
    """


def _postgresql(table, event, asked, told):
    name = _name(table, event)
    yield f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO catalog_change (find_id) {told};
            RETURN NULL;
        END $$
    """
    yield f"""
        CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH ROW
        WHEN ({asked} {QUIET} <> '2') EXECUTE FUNCTION {name}()
    """


def forward(apps, schema_editor):
    write = _sqlite if schema_editor.connection.vendor == "sqlite" else _postgresql
    for (table, event), (asked, told) in TRIGGERS.items():
        for statement in write(table, event, asked, told):
            schema_editor.execute(statement, params=None)


def backward(apps, schema_editor):
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for table, event in TRIGGERS:
        name = _name(table, event)
        on_table = "" if is_sqlite else f" ON {table}"
        schema_editor.execute(f"DROP TRIGGER {name}{on_table}", params=None)
        if not is_sqlite:
            schema_editor.execute(f"DROP FUNCTION {name}()", params=None)


class Migration(migrations.Migration):
    dependencies = [("catalog", "0018_staff_text_alone")]
    operations = [migrations.RunPython(forward, backward)]
