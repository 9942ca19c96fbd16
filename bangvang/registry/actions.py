"""Every write into the registry. A correction or removal says why, and the trail keeps what stood there before."""

from collections.abc import Mapping
from datetime import date
from typing import Final, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

from bangvang.core import sequences, text
from bangvang.core.actions import action
from bangvang.core.errors import Finding, RuleViolation, WrongState
from bangvang.directory.models import Organisation, Person, User
from bangvang.registry import policies, queries
from bangvang.registry.models import (
    Award,
    Discipline,
    Fact,
    Initiative,
    Merit,
    Proceeding,
    Service,
    Subject,
    SubjectKind,
    YearRecord,
)

Recorded = TypeVar("Recorded", bound=Fact)
# Columns that hold a day which cannot lie ahead of the one who writes it down.
_PAST: Final = ("decided_on", "valid_from", "founded_on")


@action(policies.can_open_record)
def open_record(
    owner: Person | Organisation,
    *,
    by: User,
    occupation: str = "",
    is_martyr: bool = False,
    founded_on: date | None = None,
    flag_eligible: bool = True,
    body: str = "",
    history_complete_from: int | None = None,
) -> Subject:
    """Open the record of a person or of a body: each has one."""
    is_person = isinstance(owner, Person)
    row = Subject(
        kind=SubjectKind.INDIVIDUAL if is_person else SubjectKind.COLLECTIVE,
        person=owner if isinstance(owner, Person) else None,
        organisation=None if isinstance(owner, Person) else owner,
        occupation=occupation,
        is_martyr=is_martyr,
        founded_on=founded_on,
        flag_eligible=flag_eligible,
        body=body,
        history_complete_from=history_complete_from,
    )
    if Subject.objects.filter(person=row.person, organisation=row.organisation, commune=None).exists():
        raise RuleViolation(_("%(name)s đã có hồ sơ thành tích.") % {"name": row.name})
    return _opened(row, by)


@action(policies.can_open_record)
def open_household_record(
    commune: Organisation,
    *,
    by: User,
    household_name: str,
    household_code: str,
    history_complete_from: int | None = None,
) -> Subject:
    """Open the record of a household that lives in this commune."""
    row = Subject(
        kind=SubjectKind.HOUSEHOLD,
        commune=commune,
        household_name=household_name,
        household_code=household_code,
        history_complete_from=history_complete_from,
    )
    return _opened(row, by)


@action(policies.can_record)
def describe_record(
    subject: Subject, *, by: User, before: Mapping[str, object], after: Mapping[str, object], reason: str
) -> Subject:
    """Correct what the record says of the subject itself."""
    reason = _reason(reason)
    locked = _locked(subject)
    if queries.values_of(locked) != dict(before):
        raise WrongState(_("Hồ sơ vừa được người khác sửa. Hãy mở lại trang và kiểm tra trước khi sửa tiếp."))
    if unknown := set(after) - set(queries.DESCRIBED):
        raise ValueError(f"columns that no correction may touch: {unknown}")
    for name, value in after.items():
        setattr(locked, name, value)
    _check(locked, locked, by)
    locked.save()
    _changed(locked)
    return locked


@action(policies.can_record_year)
def record_rating(
    subject: Subject,
    *,
    by: User,
    year: int,
    rating: str = "",
    members: int | None = None,
    members_completed: int | None = None,
    advanced_workers: int | None = None,
    grassroots_fighters: int | None = None,
    members_disciplined_from_warning: int | None = None,
    source: str = "",
) -> YearRecord:
    """Record how a year was rated; of a collective also its numbers of the year."""
    row = YearRecord(
        year=year,
        rating=rating,
        members=members,
        members_completed=members_completed,
        advanced_workers=advanced_workers,
        grassroots_fighters=grassroots_fighters,
        members_disciplined_from_warning=members_disciplined_from_warning,
        source=source,
    )
    return _recorded(subject, row, by)


@action(policies.can_record_year)
def record_initiative(
    subject: Subject,
    *,
    by: User,
    year: int,
    scope: str,
    name: str = "",
    number: str = "",
    decided_on: date | None = None,
    source: str = "",
) -> Initiative:
    """Record an initiative whose effect was recognised."""
    row = Initiative(year=year, scope=scope, name=name, number=number, decided_on=decided_on, source=source)
    return _recorded(subject, row, by)


@action(policies.can_record)
def record_merit(
    subject: Subject,
    *,
    by: User,
    kind: str,
    year: int,
    scope: str = "",
    movement_years: int | None = None,
    stable_years: int | None = None,
    review: str = "",
    description: str = "",
    source: str = "",
) -> Merit:
    """Record an achievement that a route of the law names."""
    row = Merit(
        kind=kind,
        year=year,
        scope=scope,
        movement_years=movement_years,
        stable_years=stable_years,
        review=review,
        description=description,
        source=source,
    )
    return _recorded(subject, row, by)


@action(policies.can_record)
def record_discipline(
    subject: Subject,
    *,
    by: User,
    form: str,
    valid_from: date,
    valid_to: date | None = None,
    source: str = "",
) -> Discipline:
    """Record a disciplinary measure with its days; without a last day it still holds."""
    return _recorded(
        subject, Discipline(form=form, valid_from=valid_from, valid_to=valid_to, source=source), by
    )


@action(policies.can_record)
def record_proceeding(
    subject: Subject,
    *,
    by: User,
    kind: str,
    valid_from: date,
    valid_to: date | None = None,
    source: str = "",
) -> Proceeding:
    """Record a matter that is being cleared up: while it is open, nothing is awarded."""
    return _recorded(
        subject, Proceeding(kind=kind, valid_from=valid_from, valid_to=valid_to, source=source), by
    )


@action(policies.can_record)
def close_proceeding(
    subject: Subject, *, by: User, proceeding: Proceeding, on: date, conclusion: str
) -> Proceeding:
    """The matter is cleared up: this was its last day."""
    _own(subject, proceeding)
    conclusion = text.clean(conclusion)
    if not conclusion:
        raise _wrong("conclusion", _("Hãy ghi văn bản kết luận: số, ngày, nội dung kết luận."))
    if by.on is not None and on > by.on:
        raise _wrong("on", _("Ngày kết thúc không thể sau ngày hôm nay."))
    current = Proceeding.objects.select_for_update().get(pk=proceeding.pk)
    if current.valid_to is not None:
        raise WrongState(_("Vụ việc này đã được ghi kết thúc."))
    current.valid_to = on
    current.source = "; ".join(filter(None, [current.source, conclusion]))[:300]
    return _checked(subject, current, by)


@action(policies.can_record)
def record_service(
    subject: Subject,
    *,
    by: User,
    force: str,
    valid_from: date,
    valid_to: date | None = None,
    source: str = "",
) -> Service:
    """Record a spell of service that a medal counts."""
    return _recorded(
        subject, Service(force=force, valid_from=valid_from, valid_to=valid_to, source=source), by
    )


@action(policies.can_record)
def record_award(
    subject: Subject,
    *,
    by: User,
    key: str,
    year: int,
    decided_on: date | None = None,
    number: str = "",
    kind: str = "",
    decided_by: str = "",
    source: str = "",
) -> Award:
    """Record a title or a commendation that was decided."""
    row = Award(
        key=key,
        year=year,
        decided_on=decided_on,
        number=number,
        kind=kind,
        decided_by=decided_by,
        source=source,
    )
    return _recorded(subject, row, by)


@action(policies.can_record)
def correct_fact(
    subject: Subject,
    *,
    by: User,
    fact: Fact,
    before: Mapping[str, object],
    after: Mapping[str, object],
    reason: str,
) -> Fact:
    """Correct a recorded fact. `before` is what was seen: whoever corrects something else is told so."""
    reason = _reason(reason)
    current = _seen(subject, fact, before)
    if unknown := set(after) - set(before):
        raise ValueError(f"columns that no correction may touch: {unknown}")
    for name, value in after.items():
        setattr(current, name, value)
    return _checked(subject, current, by)


@action(policies.can_record)
def remove_fact(
    subject: Subject, *, by: User, fact: Fact, before: Mapping[str, object], reason: str
) -> Subject:
    """Remove a fact that was recorded by mistake; the trail keeps what it said."""
    reason = _reason(reason)
    current = _seen(subject, fact, before)
    type(current)._default_manager.filter(pk=current.pk).delete()
    _changed(_locked(subject))
    return subject


# --- What every write goes through ------------------------------------------------------------------------------


def _opened(row: Subject, by: User) -> Subject:
    row.code = f"DT-{sequences.take('DT'):06d}"
    row.clean()
    row.data_version = sequences.take(queries.COUNTER)
    _check(row, row, by)
    row.save(force_insert=True)
    return row


def _recorded(subject: Subject, row: Recorded, by: User) -> Recorded:
    row.subject = subject
    return _checked(subject, row, by)


def _checked(subject: Subject, row: Recorded, by: User) -> Recorded:
    for each in row._meta.concrete_fields:
        value = getattr(row, each.name) if each.name != "subject" else None
        if isinstance(value, str):
            setattr(row, each.name, text.clean(value))
    locked = _locked(subject)
    _check(row, locked, by)
    row.save()
    _changed(locked)
    return row


def _check(row: Subject | Fact, subject: Subject, by: User) -> None:
    """Every reason why this cannot be recorded, each under the name of its field."""
    findings: dict[str, str] = {}
    try:
        row.full_clean()
    except ValidationError as error:
        for place, sentences in error.message_dict.items():
            if (
                place == NON_FIELD_ERRORS
            ):  # what two columns say together stands at the one that is typed first
                place = "year" if hasattr(row, "year") else "valid_to" if hasattr(row, "valid_to") else ""
            findings[place] = " ".join(sentences)
    today, year = by.on, getattr(row, "year", None)
    if today is not None:
        if year is not None and year > today.year:
            findings["year"] = _("Năm %(year)s còn ở sau năm nay (%(now)s).") % {
                "year": year,
                "now": today.year,
            }
        for name in _PAST:
            day = getattr(row, name, None)
            if day is not None and day > today:
                findings[name] = _("Ngày %(day)s còn ở sau ngày hôm nay.") % {"day": f"{day:%d/%m/%Y}"}
        complete = getattr(row, "history_complete_from", None)
        if complete is not None and complete > today.year:
            findings["history_complete_from"] = _("Năm này còn ở sau năm nay.")
    born = subject.person.birth_date if subject.person is not None else None
    begun = born or subject.founded_on
    if begun is not None:
        before = _("Năm này ở trước năm sinh.") if born else _("Năm này ở trước năm thành lập.")
        if year is not None and year < begun.year:
            findings["year"] = before
        for name in ("decided_on", "valid_from"):
            day = getattr(row, name, None)
            if day is not None and day < begun:
                findings[name] = (
                    _("Ngày này ở trước ngày sinh.") if born else _("Ngày này ở trước ngày thành lập.")
                )
    if isinstance(row, YearRecord):
        _check_numbers(row, subject, findings)
    if findings:
        raise RuleViolation(
            next(iter(findings.values())), [Finding(place, said) for place, said in findings.items()]
        )


def _check_numbers(row: YearRecord, subject: Subject, findings: dict[str, str]) -> None:
    numbers = [row.members, row.members_completed, row.advanced_workers, row.grassroots_fighters,
               row.members_disciplined_from_warning]  # fmt: skip
    if subject.kind != SubjectKind.COLLECTIVE and any(each is not None for each in numbers):
        findings.setdefault("members", _("Chỉ tập thể có số thành viên và các số đếm của năm."))
    if not row.rating and all(each is None for each in numbers):
        findings.setdefault("rating", _("Hãy chọn mức xếp loại của năm."))


def _seen(subject: Subject, fact: Recorded, before: Mapping[str, object]) -> Recorded:
    _own(subject, fact)
    current = type(fact)._default_manager.select_for_update().filter(pk=fact.pk).first()
    if current is None or queries.values_of(current) != dict(before):
        raise WrongState(
            _("Dòng này vừa được người khác sửa hoặc bỏ. Hãy mở lại trang và kiểm tra trước khi sửa tiếp.")
        )
    return current


def _own(subject: Subject, fact: Fact) -> None:
    if fact.subject_id != subject.pk:
        raise ValueError("a fact is corrected in its own record")


def _locked(subject: Subject) -> Subject:
    return (
        Subject.objects.select_for_update(of=("self",))
        .select_related("person", "organisation")
        .get(pk=subject.pk)
    )


def _changed(subject: Subject) -> None:
    subject.data_version = sequences.take(queries.COUNTER)
    subject.save(update_fields=["data_version"])


def _reason(reason: str) -> str:
    reason = text.clean(reason)
    if not reason:
        raise _wrong("reason", _("Hãy ghi lý do và căn cứ của việc sửa."))
    return reason


def _wrong(place: str, sentence: str) -> RuleViolation:
    return RuleViolation(sentence, [Finding(place, sentence)])
