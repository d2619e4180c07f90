"""A published find's public words stand in the public table alone; staff ask both.

So a find that stops being public takes them along to the table of the staff, whoever wrote it. What
stands in both tables already is found as before, and leaves the staff's with the next change.
"""

from django.db import migrations

SQLITE = [
    "DROP TRIGGER catalog_words_hidden",
    """
    CREATE TRIGGER catalog_words_hidden AFTER UPDATE OF publication_status ON catalog_find
    WHEN OLD.publication_status = 'published' AND NEW.publication_status <> 'published'
    BEGIN
        UPDATE catalog_staffwords
        SET body = body || ' · ' || (SELECT body FROM catalog_publicwords WHERE rowid = OLD.id)
        WHERE rowid = OLD.id AND EXISTS (SELECT 1 FROM catalog_publicwords WHERE rowid = OLD.id);
        DELETE FROM catalog_publicwords WHERE rowid = OLD.id;
    END
    """,
]
POSTGRESQL = [
    """
    CREATE OR REPLACE FUNCTION catalog_words_leave() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            DELETE FROM catalog_staffwords WHERE find_id = OLD.id;
        ELSE
            UPDATE catalog_staffwords staff
            SET body = staff.body || CAST('·:1' AS tsvector) || public.body
            FROM catalog_publicwords public
            WHERE staff.find_id = OLD.id AND public.find_id = OLD.id;
        END IF;
        DELETE FROM catalog_publicwords WHERE find_id = OLD.id;
        RETURN NULL;
    END $$
    """,
]


def forward(apps, schema_editor):
    statements = {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]
    for statement in statements:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("catalog", "0019_skylines_in_the_log")]
    # Going back needs nothing but rebuild_search: the older code asks the staff's table alone.
    operations = [migrations.RunPython(forward, migrations.RunPython.noop)]
