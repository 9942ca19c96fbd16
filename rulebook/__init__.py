"""The law as dated data: who may be given what, by which article, on which day. Knows no office and no clock."""

from rulebook.book import NATIONAL, AwardInfo, Rulebook
from rulebook.errors import RuleError, UnknownAward

__all__ = ["NATIONAL", "AwardInfo", "RuleError", "Rulebook", "UnknownAward"]
