"""Days, half days, dates and periods as plans write them. No clock: a missing year is the plan's year or unknown."""

import re
from typing import NamedTuple

from paperwork.plan import Period
from paperwork.plan_parser import words

_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_MORE = rf"(?:\s*(?:,|;|và|-|–|đến|tới|&)\s*(?:đến\s+)?(?:hết\s+)?(?:ngày\s+)?{_DAY}){{0,12}}"
_DATE = (
    rf"(?<![\d/.])(?P<days>{_DAY}{_MORE})"
    rf"(?:\s*/\s*(?P<m1>{_MONTH})(?:\s*/\s*(?P<y1>\d{{4}}))?(?![\d/])(?!\s*/?\s*(?:ngày|buổi))"
    rf"|\s*(?P<sep>[-.])\s*(?P<m2>{_MONTH})\s*(?P=sep)\s*(?P<y2>\d{{4}})(?!\d)"
    rf"|\s+tháng\s+(?P<m3>{_MONTH}|giêng|một|hai|ba|tư|năm|sáu|bảy|tám|chín|mười một|mười hai|mười)\b"
    rf"(?:\s*(?:,?\s*năm|/|-)\s*(?P<y3>\d{{4}}))?)"
)
_NUMBERS = {
    "không": 0, "một": 1, "mốt": 1, "nhất": 1, "giêng": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5,
    "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9, "mười": 10, "mười một": 11, "mười hai": 12,
}  # fmt: skip
_AMOUNT = r"(?P<amount>\d{1,2}(?:[.,]\d)?|\d\s*/\s*\d|½|nửa|một|hai|ba|bốn|năm|sáu|bảy)"
_DURATION = rf"(?<![\w/.,-]){_AMOUNT}(?:\s*\([^()]*\))?\s*(?P<unit>ngày|buổi)(?P<half>\s+rưỡi)?(?!\s*tháng)\b"
_ROMAN = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "1": 1,
    "2": 2,
    "3": 3,
    "4": 4,
    "01": 1,
    "02": 2,
    "03": 3,
    "04": 4,
}
_YEAR_TAIL = r"(?:\s*(?:,?\s*năm|/|-)\s*(?:năm\s+)?(?P<year>\d{4}))?"
_QUARTER = (
    r"quý\s+(?P<q1>IV|I{1,3}|0?[1-4])\b(?:\s*(?P<join>,|và|-|–|đến|hoặc)\s*(?:đầu\s+|"
    r"hết\s+)?(?:quý\s+)?(?P<q2>IV|I{1,3}|0?[1-4])\b(?!/\d{1,2}/))?" + _YEAR_TAIL
)
_MONTHS = (
    rf"tháng\s+(?P<m1>{_MONTH})(?!\d)(?:\s*(?:/|năm)\s*(?P<ya>\d{{4}}))?"
    rf"(?:\s*(?:,|và|-|–|đến|hoặc)\s*(?:hết\s+)?(?:tháng\s+)?(?P<m2>{_MONTH})(?![\d]))?" + _YEAR_TAIL
)
_HALF_YEAR = r"(?:0?6|sáu)\s+tháng\s+(?P<half>đầu|cuối)\s+năm(?:\s+(?:học\s+)?(?P<year>\d{4}))?"
_WHOLE_YEAR = r"(?:trong\s+)?năm\s+(?P<year>\d{4})\b"
_LEAD = (
    r"(?<!\w)(?:(?:dự kiến|khoảng|vào|trong|từ|bắt đầu|đầu|giữa|cuối|nửa|thượng|trung|hạ|tuần|các|hai|hết|tháng|quý|"
    r"thứ|nhất|hai|ba|tư|của|cuối cùng|đợt|trước|sau|tổ chức|thực hiện|hoàn thành|năm|học kỳ|hè|mùa|"
    r"I{1,3}|[1-5]|vòng)[\s,:]+)*$"
)
_VAGUE = r"\b(?:đầu|giữa|cuối|tuần|thượng tuần|trung tuần|hạ tuần|sau|trước|học kỳ)\s*(?:\S+\s+){0,4}$"


class Times(NamedTuple):
    """What a phrase of time says."""

    days: float | None = None
    starts_on: str | None = None
    ends_on: str | None = None
    period: Period | None = None


class Dates(NamedTuple):
    """Days named in a text, and where each mention stands in it."""

    days: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


def iso(year: int, month: int, day: int) -> str | None:
    """The ISO text of a day that exists."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    length = (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    if not (1900 <= year <= 2100 and 1 <= month <= 12 and 1 <= day <= length[month - 1]):
        return None
    return f"{year:04d}-{month:02d}-{day:02d}"


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    return int(text) if text.isdigit() else _NUMBERS.get(text.strip().lower())


def dates_in(text: str, year: int | None) -> Dates:
    """Every day named. A day without its year takes the one of the next day named, else the last, else the plan's."""
    found: list[tuple[list[int], int, int | None, tuple[int, int]]] = []
    if not any(char.isdigit() for char in text):
        return Dates((), ())
    for match in re.finditer(_DATE, text, re.IGNORECASE):
        month = _number(match["m1"] or match["m2"] or match["m3"])
        written = match["y1"] or match["y2"] or match["y3"]
        if month is None:
            continue
        days = [int(day) for day in re.findall(r"\d+", match["days"])]
        found.append((days, month, int(written) if written else None, match.span()))
    for match in re.finditer(r"(?<!\d)(20\d\d)-(\d\d)-(\d\d)(?!\d)", text):
        found.append(([int(match[3])], int(match[2]), int(match[1]), match.span()))
    days_out: list[str] = []
    spans: list[tuple[int, int]] = []
    for index, (days, month, written_year, span) in enumerate(found):
        actual = written_year
        if actual is None:
            later = next(((y, m) for _, m, y, _ in found[index + 1 :] if y), None)
            earlier = next((y for _, _, y, _ in reversed(found[:index]) if y), None)
            if later is not None:
                # "từ 30/12 đến 02/01/2025": the month turns back, so the year did not turn yet
                actual = later[0] - 1 if month > later[1] else later[0]
            else:
                actual = earlier if earlier is not None else year
        if actual is None:
            continue
        here = [day for number in days if (day := iso(actual, month, number))]
        if here:
            days_out.extend(here)
            spans.append(span)
    return Dates(tuple(days_out), tuple(spans))


def amount(text: str) -> float | None:
    """A small quantity in digits or words; a half in any of its writings."""
    text = text.strip().lower()
    if text in {"½", "nửa"}:
        return 0.5
    if "/" in text:
        top, _, bottom = text.partition("/")
        return int(top) / int(bottom) if int(bottom) else None
    if text in _NUMBERS:
        return float(_NUMBERS[text])
    return float(text.replace(",", "."))


def duration(text: str) -> tuple[float | None, list[tuple[int, int]]]:
    """Days written, a buổi as half a day; "01 ngày (02 buổi)" says the same twice and is counted once."""
    total: float | None = None
    unit_seen = ""
    spans: list[tuple[int, int]] = []
    folded = text.lower()
    if "ngày" not in folded and "buổi" not in folded:
        return None, spans
    for match in re.finditer(_DURATION, folded):
        before = folded[: match.start()].rstrip()
        after = folded[match.end() :].lstrip()
        if before.endswith(
            ("trước", "chậm nhất", "sau", "thứ", "trước khai mạc", "tháng")
        ) or after.startswith("làm việc"):
            continue
        if (
            re.match(r"\d{1,2}\s*[/-]\s*\d", after)
            and before
            and not before.endswith((",", ":", ";", "(", "|"))
        ):
            continue  # "7 giờ 30 ngày 15/5", "lớp 1 ngày 15/5": the number belongs to what stands before it
        size = amount(match["amount"])
        if size is None:
            continue
        if match["half"]:
            size += 0.5
        unit = match["unit"]
        if unit == "buổi":
            size /= 2
        spans.append(match.span())
        if total is None:
            total, unit_seen = size, unit
        elif (
            unit != unit_seen
            and unit == "buổi"
            and not before.endswith(("(", "=", "tương đương", "chia", "gồm", "chia làm"))
        ):
            total += size
    return total, spans


def times_in(text: str, year: int | None) -> Times:
    """Everything a phrase of time says: how long, which days, else which period."""
    days, taken = duration(text)
    dates = dates_in(text, year)
    first = last = None
    if dates.days:
        first, last = min(dates.days), max(dates.days)
        lead = text[: dates.spans[0][0]].rstrip().lower()
        if len(dates.days) == 1 and re.search(r"(?:bắt đầu|từ)(?:\s+(?:từ|vào))?(?:\s+ngày)?$", lead):
            last = None  # a first day alone: the last is not named
        elif len(dates.days) == 1 and re.search(r"(?:đến|đến hết)(?:\s+ngày)?$", lead):
            first = None
        return Times(days, first, last, _period(_without(text, [*taken, *dates.spans]), year))
    return Times(days, None, None, _period(_without(text, taken), year))


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with these stretches made into breaks, of the same length."""
    out = list(text)
    for start, end in spans:
        out[start:end] = "|" * (end - start)
    return "".join(out)


def _period(text: str, year: int | None) -> Period | None:
    """The first quarter, month, half-year or year named, with its words; bounds only where they are certain."""
    lower = text.lower()
    for pattern, bounds in (
        (_HALF_YEAR, _half_year_bounds),
        (_QUARTER, _quarter_bounds),
        (_MONTHS, _month_bounds),
        (_WHOLE_YEAR, _year_bounds),
    ):
        if (pattern is _QUARTER and "quý" not in lower) or (
            "tháng" not in lower and pattern in (_MONTHS, _HALF_YEAR)
        ):
            continue
        match = re.search(pattern, text, re.IGNORECASE)
        if match is None:
            continue
        start = _lead_start(text, match.start())
        said = words.tidy(text[start : match.end()]).strip(" ,;.")
        lead = text[start : match.start()].lower()
        school = re.search(r"năm\s+học$", lead.rstrip()) or re.match(r"\s*học\b", text[match.end() :])
        first, last = bounds(match, year)
        half = re.search(r"nửa\s+(đầu|cuối)\s+(?:của\s+)?$", lead)
        if half and pattern is _MONTHS and first and last and first[:7] == last[:7]:
            first, last = (first, first[:8] + "15") if half[1] == "đầu" else (first[:8] + "16", last)
        elif school or re.search(_VAGUE, lead) or text[match.end() :].lstrip().startswith(("-", "–")):
            first = last = None
        return Period(said, first, last)
    match = re.search(
        r"(?:dự kiến\s+)?(?:trong\s+)?(?:học kỳ\s+\S+\s+)?(?:đầu\s+|cuối\s+)?năm học\s+\d{4}(?:\s*[-–]\s*\d{4})?",
        text,
        re.IGNORECASE,
    )
    return Period(words.tidy(match.group()), None, None) if match else None


def _lead_start(text: str, at: int) -> int:
    """Where the words that belong to the period begin, going back from its name inside its clause."""
    clause = max(text.rfind(mark, 0, at) for mark in "|;.(:") + 1
    found = re.search(_LEAD, text[clause:at], re.IGNORECASE)
    return clause + found.start() if found else at


def _year_of(match: re.Match[str], year: int | None) -> int | None:
    written = match["year"]
    return int(written) if written else year


def _span(first: tuple[int, int], last: tuple[int, int], year: int | None) -> tuple[str | None, str | None]:
    """From the first day of one month to the last day of another."""
    if year is None:
        return None, None
    (month1, shift1), (month2, shift2) = first, last
    end = next(day for size in (31, 30, 29, 28) if (day := iso(year + shift2, month2, size)))
    return iso(year + shift1, month1, 1), end


def _quarter_bounds(match: re.Match[str], year: int | None) -> tuple[str | None, str | None]:
    one = _ROMAN[match["q1"].lower()]
    two = _ROMAN[match["q2"].lower()] if match["q2"] else one
    if two < one:
        return None, None
    return _span((one * 3 - 2, 0), (two * 3, 0), _year_of(match, year))


def _month_bounds(match: re.Match[str], year: int | None) -> tuple[str | None, str | None]:
    one = int(match["m1"])
    two = int(match["m2"]) if match["m2"] else one
    last_year = int(match["year"]) if match["year"] else int(match["ya"]) if match["ya"] else year
    if last_year is None:
        return None, None
    first_year = int(match["ya"]) if match["ya"] else last_year - (two < one)
    first, _ = _span((one, 0), (one, 0), first_year)
    _, last = _span((two, 0), (two, 0), last_year)
    return first, last


def _half_year_bounds(match: re.Match[str], year: int | None) -> tuple[str | None, str | None]:
    first, last = (1, 6) if match["half"].lower() == "đầu" else (7, 12)
    return _span((first, 0), (last, 0), _year_of(match, year))


def _year_bounds(match: re.Match[str], year: int | None) -> tuple[str | None, str | None]:
    return _span((1, 0), (12, 0), _year_of(match, year))
