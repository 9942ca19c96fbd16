"""Load the working-day calendar that this release carries, and make the table of the shared cache.

The rows of the calendar belong to the office from here on: it corrects them on the page Lịch làm việc. Later releases
bring later years in migrations of their own and never touch rows that stand.
"""

from django.db import migrations, models

from bangvang.core import calendar

YEARS = (2024, 2025, 2026, 2027)


def load_calendar(apps, schema_editor):
    CalendarDay = apps.get_model("core", "CalendarDay")
    CalendarDay.objects.using(schema_editor.connection.alias).bulk_create(
        [CalendarDay(**row) for year in YEARS for row in calendar.seed(year)]
    )


class Migration(migrations.Migration):
    dependencies = [("core", "0002_calendar_certainty")]

    operations = [
        migrations.RunPython(load_calendar, migrations.RunPython.noop),
        # The shape that django.core.cache.backends.db expects; no model, for only the cache reads it.
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.CreateModel(
                    name="CacheEntry",
                    fields=[
                        ("cache_key", models.CharField(max_length=255, primary_key=True, serialize=False)),
                        ("value", models.TextField()),
                        ("expires", models.DateTimeField(db_index=True)),
                    ],
                    options={"db_table": "core_cache"},
                )
            ]
        ),
    ]
