"""All that stands below an organisation is found by one prefix instead of a walk through parents."""

from django.db import migrations, models


def fill(apps, schema_editor):
    organisation = apps.get_model("directory", "Organisation")
    paths = {}
    waiting = list(organisation.objects.order_by("pk").values_list("pk", "parent_id", "code"))
    while waiting:
        later = []
        for pk, parent, code in waiting:
            if parent is None or parent in paths:
                paths[pk] = f"{paths.get(parent, '')}{code}/"
                organisation.objects.filter(pk=pk).update(path=paths[pk])
            else:
                later.append((pk, parent, code))
        waiting = later


class Migration(migrations.Migration):
    dependencies = [("directory", "0002_kinds")]
    operations = [
        migrations.AddField(
            "organisation", "path", models.CharField(max_length=300, default="", editable=False), preserve_default=False
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            "organisation", "path", models.CharField(max_length=300, db_index=True, editable=False)
        ),
    ]
