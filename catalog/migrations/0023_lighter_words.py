"""Fewer indexes of words on SQLite: of beginnings those of two letters, and no lengths of texts.

A longer beginning is looked up among the words themselves, as every one of four letters was. The
lengths serve a measure of relevance that nobody asks for.
"""

from django.db import migrations

LIGHT = "prefix='2', columnsize=0"
HEAVY = "prefix='2 3'"
TABLES = {"catalog_publicwords": "head, body", "catalog_staffwords": "shown, body"}
# They name the tables, which have no name for a moment.
WITHOUT_TRIGGERS = ["DROP TRIGGER catalog_words_hidden", "DROP TRIGGER catalog_words_gone"]
TRIGGERS = [
    """
    CREATE TRIGGER catalog_words_hidden AFTER UPDATE OF publication_status ON catalog_find
    WHEN OLD.publication_status = 'published' AND NEW.publication_status <> 'published'
    BEGIN
        UPDATE catalog_staffwords
        SET shown = coalesce(shown, '') || ' · ' || (
            SELECT head || ' · ' || body FROM catalog_publicwords WHERE rowid = OLD.id
        )
        WHERE rowid = OLD.id AND EXISTS (SELECT 1 FROM catalog_publicwords WHERE rowid = OLD.id);
        DELETE FROM catalog_publicwords WHERE rowid = OLD.id;
    END
    """,
    """
    CREATE TRIGGER catalog_words_gone AFTER DELETE ON catalog_find
    BEGIN
        DELETE FROM catalog_publicwords WHERE rowid = OLD.id;
        DELETE FROM catalog_staffwords WHERE rowid = OLD.id;
    END
    """,
]


def _anew(table, options):
    columns = TABLES[table]
    return [
        "CREATE VIRTUAL TABLE catalog_words_anew "
        f"USING fts5({columns}, tokenize='ascii', {options})",
        "INSERT INTO catalog_words_anew (catalog_words_anew, rank) VALUES ('automerge', 8)",
        "INSERT INTO catalog_words_anew (catalog_words_anew, rank) VALUES ('hashsize', 16777216)",
        f"INSERT INTO catalog_words_anew (rowid, {columns}) SELECT rowid, {columns} FROM {table}",
        f"DROP TABLE {table}",
        f"ALTER TABLE catalog_words_anew RENAME TO {table}",
    ]


def _all_anew(options):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor != "sqlite":
            return
        tables = [statement for table in TABLES for statement in _anew(table, options)]
        for statement in (*WITHOUT_TRIGGERS, *tables, *TRIGGERS):
            schema_editor.execute(statement, params=None)

    return run


class Migration(migrations.Migration):
    dependencies = [("catalog", "0022_words_of_staff")]
    operations = [migrations.RunPython(_all_anew(LIGHT), _all_anew(HEAVY))]
