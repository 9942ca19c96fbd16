"""The face of the law: loaded once, asked by award and day."""

import os
from datetime import date
from typing import TYPE_CHECKING, Any

from rulebook import compiled
from rulebook.errors import RuleError, UnknownAward
from rulebook.record import record
from rulebook.tree import Award, Law

if TYPE_CHECKING:
    from rulebook.facts import Facts
    from rulebook.proof import Proof
    from rulebook.scan import Found, Table
    from rulebook.values import Procedure

LAW = os.path.join(os.path.dirname(__file__), "law")
NATIONAL = os.path.join(LAW, "national")


@record
class AwardInfo:
    """An award as a list shows it."""

    key: str
    name: str
    name_en: str
    kind: str
    subjects: tuple[str, ...]
    in_force: bool
    since: str
    until: str
    certainty: str
    order: int


class Rulebook:
    """The nation's law with the overlays of a province or unit. It is handed its dates; it asks no clock."""

    def __init__(self, law: Law, folders: tuple[str, ...] = ()) -> None:
        self.law = law
        self.folders = folders
        self.error: RuleError | None = None  # why the last `fresh` kept the old law
        self._refused = ""  # hash of the broken files: they are not read again until they change

    @classmethod
    def load(cls, *folders: "str | os.PathLike[str]") -> "Rulebook":
        """The national folder first, then overlays. Raises RuleError with file, line, key and what was expected."""
        paths = tuple(os.path.normpath(os.fspath(each)) for each in folders or (NATIONAL,))
        for each in paths:
            if not os.path.isdir(each):
                raise RuleError(each, 1, "(thư mục)", "một thư mục chứa các tệp quy tắc")
        return cls(compiled.read(paths), paths)

    def fresh(self) -> "Rulebook":
        """This rulebook, or a new one when its files have changed; a broken file leaves the old one in force."""
        now = ""
        try:
            now = compiled.digest(self.folders)
            if now == self.fingerprint:
                self.error, self._refused = None, ""
                return self
            return self if now == self._refused else self.reloaded()
        except RuleError as error:
            self.error, self._refused = error, now
            return self

    def reloaded(self) -> "Rulebook":
        """The book as its files say now. Raises RuleError, and this book stays as it is."""
        return Rulebook.load(*self.folders)

    @property
    def fingerprint(self) -> str:
        """Hash of the law used, kept beside every stored verdict."""
        return self.law.fingerprint

    def award(self, key: str) -> Award:
        """The award with this key. Raises UnknownAward with the nearest keys."""
        found = self.law.awards.get(key)
        if found is None:
            from difflib import get_close_matches  # noqa: PLC0415 - only an unknown key pays for it

            raise UnknownAward(key, get_close_matches(key, list(self.law.awards), 2))
        return found

    def awards(self, on: date) -> tuple[AwardInfo, ...]:
        """Emulation titles and forms of commendation with a rule in force on the day, highest first."""
        day = on.isoformat()
        found = []
        for award in self.law.awards.values():
            standing = [each for each in award.versions if each.stands(day)]
            if standing:
                first = standing[0]
                found.append(
                    AwardInfo(
                        award.key,
                        award.name,
                        award.name_en,
                        award.kind,
                        award.subjects,
                        True,
                        first.since,
                        first.until,
                        first.root.certainty,
                        award.order,
                    )
                )
        return tuple(found)

    def explain(
        self, award: str, facts: "Facts | dict[str, Any]", on: date, year: int | None = None
    ) -> "Proof":
        """The verdict for one subject, with why. Raises UnknownAward, FactsError, NoRule, NoYear."""
        from rulebook import explain  # noqa: PLC0415 - listing awards needs neither of the two
        from rulebook import facts as reading  # noqa: PLC0415

        self.award(award)
        known = reading.read(facts, on) if isinstance(facts, dict) else facts
        return explain.prove(self.law, award, known, on, year)

    def scan(self, award: str | None, table: "Table", on: date) -> "dict[str, Found]":
        """The same verdicts for every row of a table, as arrays by award (all awards when none is named)."""
        from rulebook import scan  # noqa: PLC0415 - NumPy is loaded only by those who scan

        keys = tuple(self.law.awards) if award is None else (self.award(award).key,)
        return scan.run(self.law, keys, table, on.isoformat())

    def procedure(self, award: str, on: date) -> "Procedure":
        """Who decides, dossier, votes, limits, quotas and bonus on the day."""
        from rulebook import values  # noqa: PLC0415 - a proof needs no values

        return values.Procedure(self.law, self.award(award), on)
