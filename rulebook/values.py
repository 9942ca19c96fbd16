"""The dated values around a rule: who decides, by what procedure, and what bonus, each with its source."""

from datetime import date
from decimal import ROUND_CEILING, Decimal

from rulebook.record import record
from rulebook.tree import CERTAINTIES, Award, Law, Source, Value


@record
class Bonus:
    """A bonus in whole đồng, or the reason why it cannot be told."""

    award: str
    subject: str
    coefficient: Decimal | None
    base_salary: int | None
    amount: int | None
    sources: tuple[Source, ...]
    certainty: str
    reason: str = ""


@record
class Procedure:
    """What stands around an award on a day."""

    law: Law
    award: Award
    on: date

    def values(self, what: str) -> tuple[Value, ...]:
        """The values of this kind in force: dossier, vote_share, ballot, quota, time_limit, submission_date…"""
        return tuple(each for each in self.award.procedure if each.what == what and each.stands(self._day))

    @property
    def everything(self) -> tuple[Value, ...]:
        """All values of the procedure in force."""
        return tuple(each for each in self.award.procedure if each.stands(self._day))

    @property
    def decided_by(self) -> tuple[Value, ...]:
        """Who may decide."""
        return tuple(each for each in self.award.decided_by if each.stands(self._day))

    @property
    def dossier(self) -> tuple[Value, ...]:
        """What a dossier holds."""
        return self.values("dossier")

    @property
    def votes(self) -> tuple[Value, ...]:
        """Ballot and shares of yes votes."""
        return self.values("ballot") + self.values("vote_share")

    @property
    def limits(self) -> tuple[Value, ...]:
        """Time limits and dates of submission."""
        return self.values("time_limit") + self.values("submission_date")

    @property
    def quotas(self) -> tuple[Value, ...]:
        """Caps, where some were read or set."""
        return self.values("quota")

    @property
    def _day(self) -> str:
        return self.on.isoformat()

    def bonus(self, subject: str) -> Bonus:
        """Coefficient × base salary of the day, rounded up; None with a reason when a part was not read."""
        return bonus(self.law, self.award, subject, self.on)


def parameter(law: Law, key: str, on: date, subject: str = "") -> Value | None:
    """The value of a parameter in force on the day."""
    day = on.isoformat()
    return next(
        (
            each
            for each in law.parameters.get(key, ())
            if each.stands(day) and (not each.subject or not subject or each.subject == subject)
        ),
        None,
    )


def bonus(law: Law, award: Award, subject: str, on: date) -> Bonus:
    """The bonus of an award for a kind of subject when the decision is issued on the day."""
    day = on.isoformat()
    rows = [each for each in award.bonus if each.stands(day)]
    row = next((each for each in rows if each.subject == subject), None)
    if row is None:
        if subject not in award.subjects:
            return Bonus(award.key, subject, None, None, None, _sources(award, day), "recalled",
                         f"{award.name} không dành cho loại đối tượng này.")  # fmt: skip
        return Bonus(award.key, subject, None, None, None, _sources(award, day), "recalled",
                     "Chưa đọc được mức tiền thưởng áp dụng vào ngày này.")  # fmt: skip
    used = [row]
    if row.value is None:
        reason = row.note or "Hệ số chỉ được nhớ lại, chưa đọc được văn bản: hãy nhập hệ số theo văn bản."
        return Bonus(award.key, subject, None, None, None, (row.source,), "recalled", reason)
    coefficient = Decimal(str(row.value))
    if row.what == "times":
        alone = next((each for each in rows if each.subject == "individual"), None)
        if alone is None or alone.value is None:
            reason = "Mức của cá nhân, là mức gốc để nhân, chưa đọc được văn bản."
            return Bonus(award.key, subject, None, None, None, (row.source,), "recalled", reason)
        coefficient *= Decimal(str(alone.value))
        used.append(alone)
    base, step = parameter(law, "base_salary", on), parameter(law, "bonus_rounding", on)
    if base is None or step is None or not isinstance(base.value, int) or not isinstance(step.value, int):
        reason = "Chưa đọc được mức lương cơ sở hoặc cách làm tròn áp dụng vào ngày này."
        sources = tuple(each.source for each in used)
        return Bonus(award.key, subject, coefficient, None, None, sources, "recalled", reason)
    used += [base, step]
    whole = (coefficient * base.value / step.value).to_integral_value(ROUND_CEILING)
    certainty = CERTAINTIES[max(CERTAINTIES.index(each.certainty) for each in used)]
    sources = tuple(dict.fromkeys(each.source for each in used))
    return Bonus(award.key, subject, coefficient, base.value, int(whole) * step.value, sources, certainty)


def _sources(award: Award, day: str) -> tuple[Source, ...]:
    told = [each.source for each in award.bonus if each.stands(day)]
    return tuple(told or [each.root.source for each in award.versions if each.stands(day)][:1]) or (
        award.versions[0].root.source,
    )
