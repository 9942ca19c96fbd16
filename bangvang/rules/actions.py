"""What is done at the desk: write, prove, approve and end local rules; keep the watch-list and the caps."""

import unicodedata
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bangvang.core import notices, sequences, text
from bangvang.core.actions import action
from bangvang.core.errors import Finding, RuleViolation, WrongState
from bangvang.directory import queries as directory
from bangvang.directory.models import Organisation, Role, User
from bangvang.registry import queries as registry
from bangvang.registry.models import Subject
from bangvang.rules import book as books
from bangvang.rules import policies
from bangvang.rules.models import Cap, LocalRule, Proposal
from bangvang.rules.workflow import LOCAL_RULE, PROPOSAL, RuleState


@action(policies.can_draft, private=("content", "cases"))
def draft(
    organisation: Organisation,
    *,
    by: User,
    kind: str,
    name: str,
    instrument: str,
    award: str,
    content: str,
    cases: str,
    valid_from: date,
    valid_to: date | None = None,
) -> LocalRule:
    """Begin a local rule. A draft may be wrong in any way: what is wrong is shown, and forbids approval."""
    rule = LocalRule(
        code=sequences.code("QD", _day(by).year), organisation=organisation, drafted_by=by, kind=kind
    )
    _write(rule, name, instrument, award, content, cases, valid_from, valid_to)
    rule.save(force_insert=True)
    return rule


@action(policies.can_correct, private=("content", "cases"))
def correct(
    rule: LocalRule,
    *,
    by: User,
    revision: int,
    name: str,
    instrument: str,
    award: str,
    content: str,
    cases: str,
    valid_from: date,
    valid_to: date | None = None,
) -> LocalRule:
    """Change a draft, if nobody changed it since this revision. Who changes it is its author from then on."""
    _write(rule, name, instrument, award, content, cases, valid_from, valid_to)
    kept = LocalRule.objects.filter(pk=rule.pk, revision=revision, state=RuleState.DRAFT).update(
        name=rule.name,
        instrument=rule.instrument,
        award=rule.award,
        content=rule.content,
        cases=rule.cases,
        valid_from=rule.valid_from,
        valid_to=rule.valid_to,
        folded=rule.folded,
        drafted_by=by,
        revision=revision + 1,
    )
    if not kept:
        raise WrongState(_("Người khác vừa sửa bản này. Hãy mở lại trang để xem bản mới."))
    rule.revision, rule.drafted_by = revision + 1, by
    return rule


def _write(
    rule: LocalRule,
    name: str,
    instrument: str,
    award: str,
    content: str,
    cases: str,
    valid_from: date,
    valid_to: date | None,
) -> None:
    rule.name, rule.instrument = text.clean(name)[:200], text.clean(instrument)[:200]
    rule.award = award if rule.kind == LocalRule.Kind.AWARD else ""
    rule.content, rule.cases = _lines(content), _lines(cases)
    rule.valid_from, rule.valid_to = valid_from, valid_to
    rule.folded = text.fold(f"{rule.code} {rule.name} {rule.instrument} {rule.award}")[:420]
    findings = [
        Finding(place, sentence)
        for place, value, sentence in (
            ("name", rule.name, _("Hãy ghi tên quy định.")),
            ("instrument", rule.instrument, _("Hãy ghi văn bản ban hành.")),
            ("content", rule.content, _("Hãy ghi nội dung quy định.")),
        )
        if not value
    ]
    if valid_to is not None and valid_to < valid_from:
        findings.append(Finding("valid_to", _("Ngày kết thúc phải từ ngày bắt đầu trở đi.")))
    if findings:
        raise RuleViolation(_("Chưa lưu được quy định."), findings)


def _lines(written: str) -> str:
    """Text of several lines: composed letters, one kind of line end."""
    lines = [unicodedata.normalize("NFC", each).rstrip() for each in written.splitlines()]
    return "\n".join(lines).strip("\n") + "\n" if written.strip() else ""


@action(policies.can_send)
def send_for_approval(rule: LocalRule, *, by: User, revision: int) -> LocalRule:
    """Lay the rule before a second person, once it loads and passes its cases (trình duyệt)."""
    _same_revision(rule, revision)
    _must_hold(rule)
    LOCAL_RULE.move(rule, "send_for_approval", return_reason="")
    people = [
        each
        for role in (Role.SIGNATORY, Role.STANDING_BODY)
        for each in directory.users_with(role, rule.organisation, _day(by))
        if each.pk != by.pk
    ]
    _tell(rule, people, gettext_noop("%(who)s trình duyệt quy định “%(name)s”."), by)
    return rule


@action(policies.can_return)
def return_for_correction(rule: LocalRule, *, by: User, reason: str) -> LocalRule:
    """Give the rule back, saying what to correct."""
    reason = _reason(reason)
    LOCAL_RULE.move(rule, "return_for_correction", return_reason=reason)
    if by.pk != rule.drafted_by_id:
        _tell(rule, [rule.drafted_by], gettext_noop("%(who)s trả lại quy định “%(name)s”."), by)
    return rule


@action(policies.can_approve)
def approve(
    rule: LocalRule, *, by: User, revision: int, retroactive: bool = False, reason: str = ""
) -> LocalRule:
    """Let the rule join the law of its body from its day. A day that is not still to come needs a confirmed reason.

    Everything is proved again: the standing rules may have changed since it was sent.
    """
    _same_revision(rule, revision)
    _must_hold(rule)
    today = _day(by)
    if rule.valid_from <= today:
        if not retroactive:
            raise RuleViolation(
                _(
                    "Quy định có hiệu lực từ ngày %(day)s, không sau hôm nay. Hãy sửa ngày, "
                    "hoặc xác nhận cho hiệu lực trở về trước và ghi lý do."
                )
                % {"day": f"{rule.valid_from:%d/%m/%Y}"},
                [Finding("retroactive", _("Cần xác nhận hiệu lực trở về trước."))],
            )
        reason = _reason(reason)
    else:
        reason = ""
    LOCAL_RULE.move(rule, "approve", approved_by=by, approved_on=today, retroactive_reason=reason)
    _tell(rule, [rule.drafted_by], gettext_noop("%(who)s đã duyệt quy định “%(name)s”."), by)
    return rule


@action(policies.can_withdraw)
def withdraw(rule: LocalRule, *, by: User, reason: str) -> LocalRule:
    """Drop a draft, or take an approved rule out of the law of its body; the trail keeps why."""
    LOCAL_RULE.move(rule, "withdraw", return_reason=_reason(reason))
    return rule


def _must_hold(rule: LocalRule) -> None:
    if found := books.faults(rule):
        raise RuleViolation(
            _("Quy định chưa đúng hoặc chưa qua các tình huống kiểm tra; luật đang dùng không thay đổi."),
            [Finding(each.place, each.sentence) for each in found],
        )


def _same_revision(rule: LocalRule, revision: int) -> None:
    now = LocalRule.objects.select_for_update().values_list("revision", flat=True).get(pk=rule.pk)
    if now != revision:
        raise WrongState(_("Quy định vừa được sửa sau khi bạn mở trang. Hãy xem lại bản mới."))


def _reason(reason: str) -> str:
    reason = text.clean(reason)
    if not reason:
        sentence = _("Hãy ghi lý do.")
        raise RuleViolation(sentence, [Finding("reason", sentence)])
    return reason[:500]


def _tell(rule: LocalRule, people: list[User], sentence: str, by: User) -> None:
    seen = {each.pk: each for each in people}
    values = {"who": str(by), "name": rule.name[:120]}
    notices.tell(list(seen.values()), sentence, values, reverse("rules:local_rule_detail", args=[rule.code]))


def _day(by: User) -> date:
    if by.on is None:
        raise ValueError("rules are worked on by somebody who acts on a day")
    return by.on


# --- The watch-list -----------------------------------------------------------------------------------------------


@action(policies.can_propose)
def propose(
    unit: Organisation, *, by: User, candidate: Subject, award: str, year: int, note: str = ""
) -> Proposal:
    """Record that the unit means to propose this subject; whether it qualifies is shown, not demanded."""
    today = _day(by)
    if not registry.of_unit(registry.visible_to(by), unit, today).filter(pk=candidate.pk).exists():
        raise RuleViolation(_("Đối tượng này không thuộc đơn vị. Hãy chọn trong danh sách của đơn vị."))
    law = books.book_for(unit, today).law
    known = law.awards.get(award)
    if known is None or candidate.kind not in known.subjects:
        raise RuleViolation(_("Hãy chọn danh hiệu, hình thức khen thưởng dành cho loại đối tượng này."))
    if not 1945 <= year <= today.year:
        raise RuleViolation(_("Năm thành tích không thể ở sau năm nay."))
    made = Proposal(
        code=sequences.code("DK", today.year),
        subject=candidate,
        unit=unit,
        award=award,
        year=year,
        note=text.clean(note)[:300],
        recorded_by=by,
        recorded_on=today,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as twice:
        raise RuleViolation(_("Trường hợp này đang có trong danh sách dự kiến đề nghị.")) from twice
    return made


@action(policies.can_keep_proposal)
def rank(proposal: Proposal, *, by: User, score: Decimal | None, women_share: int | None = None) -> Proposal:
    """Write down what the case is ranked by: points or votes; of a collective also its share of women."""
    proposal.score, proposal.women_share = score, women_share
    proposal.save(update_fields=["score", "women_share"])
    return proposal


@action(policies.can_keep_proposal)
def close(proposal: Proposal, *, by: User) -> Proposal:
    """Stop watching the case: proposed elsewhere, decided, or given up."""
    PROPOSAL.move(proposal, "close")
    return proposal


@action(policies.can_set_caps)
def set_cap(
    organisation: Organisation,
    *,
    by: User,
    unit: Organisation,
    award: str,
    year: int,
    source: str,
    places: int | None = None,
    percent: Decimal | None = None,
    base: int | None = None,
    rounding: str = Cap.Rounding.DOWN,
) -> Cap:
    """Enter, or replace, how many places a unit has, with the instrument that says so."""
    if not unit.is_within(organisation):
        raise RuleViolation(_("Đơn vị phải thuộc cơ quan đặt mức."))
    if not text.clean(source):
        raise RuleViolation(_("Hãy ghi văn bản quy định mức tối đa."))
    if (places is None) == (percent is None) or (percent is None) != (base is None):
        raise RuleViolation(_("Hãy ghi số lượng cố định, hoặc tỷ lệ cùng số làm gốc."))
    cap, _made = Cap.objects.update_or_create(
        organisation=organisation,
        unit=unit,
        award=award,
        year=year,
        defaults={
            "places": places,
            "percent": percent,
            "base": base,
            "rounding": rounding,
            "source": text.clean(source)[:300],
        },
    )
    return cap
