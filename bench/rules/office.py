"""The scan from the application's own database against reading the same rows raw; prints one JSON object.

Run by `bench.rules`, once for each database: `python -m bench.rules.office PEOPLE`, on BANGVANG_DATABASE_URL.
"""

import json
import os
import statistics
import sys
import time
from datetime import date

import django
from django.core.management import call_command
from django.db import connection

DAY = date(2025, 1, 15)
YEARS = 10
RUNS = 3
SAMPLE = 100  # subjects whose proofs are compared


def main() -> None:
    """Fill the database, then time both in turn."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "bangvang.config.settings"
    os.environ["BANGVANG_TODAY"] = DAY.isoformat()
    django.setup()
    import rulebook  # noqa: PLC0415  # with the models: after django.setup
    from bangvang.demo import generate  # noqa: PLC0415
    from bangvang.registry import rows as source  # noqa: PLC0415
    from bangvang.registry.models import Subject  # noqa: PLC0415
    from bangvang.rules.queries import scanning  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    if status := generate.main(["--people", sys.argv[1], "--years", str(YEARS), "--seed", "7"]):
        raise RuntimeError(f"generate ended with {status}")
    book = rulebook.Rulebook.load()
    keys = [each.key for each in book.awards(DAY)]
    queries = [_plain(Subject, ("pk", "code", "kind", "occupation", "founded_on", "flag_eligible", "body"))]
    queries += [
        _plain(each.model, ("subject_id", *each.columns))
        for each in (source.YEARS, source.AWARDS, source.INITIATIVES, source.MERITS, source.DISCIPLINE,
                     source.PROCEEDINGS, source.SERVICE)
    ]  # fmt: skip

    def read() -> int:
        count = 0
        for query in queries:
            with connection.chunked_cursor() as cursor:
                cursor.execute(query)
                while batch := cursor.fetchmany(source.BATCH):
                    count += len(batch)
        return count

    def scan() -> int:
        return len(scanning.run(book, None, DAY, None, keys).subjects)

    _compare(book, keys, scanning.run(book, None, DAY, None, keys))
    count, subjects = read(), scan()
    raw, ours = [], []
    for _ in range(RUNS):
        raw.append(_seconds(read))
        ours.append(_seconds(scan))
    print(
        json.dumps(
            {
                "name": f"office {connection.vendor}",
                "seconds": statistics.median(ours),
                "base": statistics.median(raw),
                "ratio": statistics.median(ours) / statistics.median(raw),
                "rows": count,
                "subjects": subjects,
                "awards": len(keys),
                "agrees": True,
            }
        )
    )


def _compare(book, keys, found) -> None:
    """The proof of every so many subjects must say what the scan says."""
    from bangvang.registry.models import Subject  # noqa: PLC0415
    from bangvang.rules.queries import proofs  # noqa: PLC0415
    from rulebook import explain, scan  # noqa: PLC0415
    from rulebook import facts as reading  # noqa: PLC0415

    places = range(0, len(found.subjects), max(1, len(found.subjects) // SAMPLE))
    for place in places:
        subject = Subject.objects.get(pk=int(found.subjects[place]))
        facts = reading.read(proofs.facts_of(subject, DAY), DAY)
        if facts.last_rated() is None:
            continue
        for proof in explain.prove_each(book.law, keys, facts, DAY):
            told = scan.WORDS[found.found[proof.award.key].verdict[place]]
            assert proof.verdict == told, f"{facts.id}, {proof.award.key}: {proof.verdict}, scan {told}"


def _plain(model, names) -> str:
    """The columns of a table, as they stand."""
    quote = connection.ops.quote_name
    fields = [model._meta.pk if name == "pk" else model._meta.get_field(name) for name in names]
    return f"SELECT {', '.join(quote(each.column) for each in fields)} FROM {quote(model._meta.db_table)}"


def _seconds(function) -> float:
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
