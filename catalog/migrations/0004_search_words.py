"""The words of the full text: two tables, one of which a visitor's query can meet.

SQLite has FTS5 tables that keep the words they were told, PostgreSQL ordinary tables with a
tsvector. A find that stops being public leaves the public words by trigger, whoever wrote it.
"""

from django.db import migrations

# One word of ours is one token: the tokenizer only splits at the blanks between them.
SQLITE = [
    """
    CREATE VIRTUAL TABLE catalog_publicwords USING fts5(
        head, body, tokenize='ascii', prefix='2 3'
    )
    """,
    "CREATE VIRTUAL TABLE catalog_staffwords USING fts5(body, tokenize='ascii', prefix='2 3')",
    # Bytes gathered before they are written: imports are a third faster for it.
    "INSERT INTO catalog_publicwords (catalog_publicwords, rank) VALUES ('hashsize', 8388608)",
    "INSERT INTO catalog_staffwords (catalog_staffwords, rank) VALUES ('hashsize', 8388608)",
    """
    CREATE TRIGGER catalog_words_hidden AFTER UPDATE OF publication_status ON catalog_find
    WHEN OLD.publication_status = 'published' AND NEW.publication_status <> 'published'
    BEGIN
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
SQLITE_BACK = [
    "DROP TRIGGER catalog_words_gone",
    "DROP TRIGGER catalog_words_hidden",
    "DROP TABLE catalog_staffwords",
    "DROP TABLE catalog_publicwords",
]
POSTGRESQL = [
    """
    CREATE TABLE catalog_publicwords (
        find_id bigint PRIMARY KEY, head tsvector NOT NULL, body tsvector NOT NULL
    )
    """,
    "CREATE TABLE catalog_staffwords (find_id bigint PRIMARY KEY, body tsvector NOT NULL)",
    "CREATE INDEX catalog_publicwords_body ON catalog_publicwords USING gin (body)",
    "CREATE INDEX catalog_staffwords_body ON catalog_staffwords USING gin (body)",
    """
    CREATE FUNCTION catalog_words_leave() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        DELETE FROM catalog_publicwords WHERE find_id = OLD.id;
        IF TG_OP = 'DELETE' THEN
            DELETE FROM catalog_staffwords WHERE find_id = OLD.id;
        END IF;
        RETURN NULL;
    END $$
    """,
    """
    CREATE FUNCTION catalog_words_empty() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        TRUNCATE catalog_publicwords, catalog_staffwords;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER catalog_words_hidden AFTER UPDATE OF publication_status ON catalog_find
    FOR EACH ROW
    WHEN (OLD.publication_status = 'published' AND NEW.publication_status <> 'published')
    EXECUTE FUNCTION catalog_words_leave()
    """,
    """
    CREATE TRIGGER catalog_words_gone AFTER DELETE ON catalog_find
    FOR EACH ROW EXECUTE FUNCTION catalog_words_leave()
    """,
    """
    CREATE TRIGGER catalog_words_emptied AFTER TRUNCATE ON catalog_find
    EXECUTE FUNCTION catalog_words_empty()
    """,
]
POSTGRESQL_BACK = [
    "DROP TRIGGER catalog_words_emptied ON catalog_find",
    "DROP TRIGGER catalog_words_gone ON catalog_find",
    "DROP TRIGGER catalog_words_hidden ON catalog_find",
    "DROP FUNCTION catalog_words_empty()",
    "DROP FUNCTION catalog_words_leave()",
    "DROP TABLE catalog_staffwords",
    "DROP TABLE catalog_publicwords",
]


def forward(apps, schema_editor):
    _run(schema_editor, {"sqlite": SQLITE, "postgresql": POSTGRESQL})


def backward(apps, schema_editor):
    _run(schema_editor, {"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK})


def _run(schema_editor, statements):
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("catalog", "0003_groups")]
    operations = [migrations.RunPython(forward, backward)]
