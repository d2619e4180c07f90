"""The text for staff leaves out what the public text holds already."""

from django.db import migrations

SQL = """
    UPDATE catalog_find SET staff_text = substr(staff_text, length(public_text) + 2)
    WHERE public_text <> '' AND substr(staff_text, 1, length(public_text)) = public_text
"""
BACK = """
    UPDATE catalog_find SET staff_text = public_text || ' ' || staff_text WHERE staff_text <> '';
    UPDATE catalog_find SET staff_text = public_text WHERE staff_text = ''
"""


class Migration(migrations.Migration):
    dependencies = [("catalog", "0017_fewer_merges")]

    operations = [migrations.RunSQL(SQL, BACK)]
