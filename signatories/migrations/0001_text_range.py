"""A range type over text on PostgreSQL, which the exclusion constraint on memberships compares keys and days with.

Core PostgreSQL has no GiST operator for equality of text; a range of one key to itself has.
"""

from django.db import migrations


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute('CREATE TYPE text_range AS RANGE (subtype = text, collation = "C")')


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TYPE text_range")


class Migration(migrations.Migration):
    operations = [migrations.RunPython(create, drop)]
