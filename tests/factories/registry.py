"""The smallest valid rows of the registry."""

from typing import Any

from bangvang.directory.models import Organisation, Person
from bangvang.registry.models import Subject, SubjectKind, YearRecord


def individual(person: Person, **said: Any) -> Subject:
    """The record of this person."""
    return _subject(kind=SubjectKind.INDIVIDUAL, person=person, **said)


def collective(organisation: Organisation, **said: Any) -> Subject:
    """The record of this body."""
    return _subject(kind=SubjectKind.COLLECTIVE, organisation=organisation, **said)


def household(
    commune: Organisation, name: str = "Hộ ông Đỗ Văn Mẫu", code: str = "H-1", **said: Any
) -> Subject:
    """The record of a household of this commune."""
    return _subject(
        kind=SubjectKind.HOUSEHOLD, commune=commune, household_name=name, household_code=code, **said
    )


def _subject(**said: Any) -> Subject:
    row = Subject(code=f"DT-{Subject.objects.count() + 1:06d}", **said)
    row.clean()
    row.save()
    return row


def rated(subject: Subject, **ratings: str) -> None:
    """Ratings by year: `rated(subject, y2022="good")`."""
    YearRecord.objects.bulk_create(
        YearRecord(subject=subject, year=int(year[1:]), rating=rating) for year, rating in ratings.items()
    )
