"""How many people: totals, groups to be summed, and "two of each unit", which is no total."""

import re

_PERSON = (
    r"(?:người|học viên|đại biểu|đồng chí|đ/c|cán bộ|công chức|viên chức|giáo viên|lãnh đạo|chuyên viên|cá nhân|"
    r"hội viên|đoàn viên|thành viên|đại diện|học sinh|sinh viên|nhân viên|CBCCVC|CBCC|CBVC|CB|HV|lượt)"
)
_WORD_NUMBER = (
    r"(?:(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín)\s+(?:trăm|mươi)(?:\s+(?:lẻ\s+|"
    r"linh\s+)?\w+(?:\s+mươi(?:\s+\w+)?)?)?|mười(?:\s+\w+)?|"
    r"một|hai|ba|bốn|năm|sáu|bảy|tám|chín)"
)
_COUNT = (
    rf"(?<![\w/.,-])(?P<n>\d{{1,3}}(?:\.\d{{3}})+|\d+)(?:\s*[-–]\s*(?P<to>\d+))?(?:\s*\([^()\d]*\))?\s*"
    rf"(?P<who>{_PERSON})(?!\w)(?P<per>\s*(?:/|mỗi|cho mỗi|trên mỗi)\s*(?!lớp|đợt|khóa)\w+)?"
)
_SPELLED = (
    rf"(?<!\w)(?P<n>{_WORD_NUMBER})(?P<to>(?!))?(?:\s*\([^()]*\))?\s+(?P<who>người|học viên|"
    rf"đại biểu)(?!\w)(?P<per>\s*/\s*(?!lớp)\w+)?"
)
_UNITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "sáu": 6, "bảy": 7,
    "tám": 8, "chín": 9,
}  # fmt: skip


_TENS = {"mươi", "mười", "trăm", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"}


def spelled(text: str) -> int | None:
    """A number below a thousand in words: "bảy mươi lăm"."""
    total, current = 0, 0
    for word in text.lower().split():
        if word in {"lẻ", "linh"}:
            continue
        if word == "trăm":
            total, current = total + current * 100, 0
        elif word == "mươi":
            total, current = total + current * 10, 0
        elif word == "mười":
            total, current = total + 10, 0
        elif word in _UNITS:
            current = _UNITS[word]
        else:
            return None
    return total + current


def headcount(text: str) -> int | None:
    """The total this text states: written after "tổng", else equal to its own parts, else the sum of its groups.

    Null where a number is a range, or holds for each unit and the number of units is not written.
    """
    if "người" not in text and not any(char.isdigit() for char in text):
        return None
    found: list[tuple[int, bool]] = []
    total: int | None = None
    digits = any(char.isdigit() for char in text)
    pieces = list(re.finditer(_COUNT, text, re.IGNORECASE)) if digits else []
    if not pieces and _TENS & set(text.lower().split()):
        pieces = list(re.finditer(_SPELLED, text, re.IGNORECASE))
    for match in pieces:
        number = int(match["n"].replace(".", "")) if match["n"][0].isdigit() else spelled(match["n"])
        if number is None or match["to"]:
            return None
        clause = re.split(r"[;.]\s|\)", text[max(0, match.start() - 300) : match.start()])[-1].lower()
        before = text[max(0, match.start() - 40) : match.start()].rstrip()
        if before.endswith("="):
            return number
        each = (
            bool(match["per"])
            or before.endswith(("x", "×", "*"))
            or re.search(r"\b(?:mỗi|từng|cứ)\b(?!\s*(?:lớp|đợt|khóa))", clause) is not None
        )
        if each and re.search(r"=\s*\d", text[match.end() :]):
            continue
        if each:
            if found:
                continue  # "60 người (30 trường, mỗi trường 02 người)": the total is already written
            multiplied = _times_units(text, match, number)
            if multiplied is None:
                return None
            number = multiplied
        if total is None and re.search(r"\b(?:tổng|cộng)\b", clause):
            total = number
        found.append((number, each))
    if total is not None:
        return total
    if not found:
        return None
    numbers = [number for number, _ in found]
    in_brackets = text[: pieces[0].start()].rstrip().endswith("(")
    if len(numbers) > 1 and (
        (numbers[0] == sum(numbers[1:]) and not in_brackets) or _opens_parts(text, pieces[0].end())
    ):
        return numbers[0]
    return sum(numbers)


def group_count(text: str) -> int | None:
    """The number of people a line of a composition gives to its group.

    Only a number set apart counts: in brackets, at the end, or of "người" as such. "01 công chức các xã" says how many
    of each commune, and no total.
    """
    if not any(char.isdigit() for char in text):
        return headcount(text)
    apart = re.sub(
        rf"(?<!\w)\d+\s+(?!người\b|học viên|đại biểu|đồng chí){_PERSON}(?![^()]*\))(?!\s*[.;]?\s*$)",
        "—",
        text,
        flags=re.IGNORECASE,
    )
    return headcount(apart)


def of_each_class(text: str) -> int | None:
    """The number said of every class: "mỗi lớp 60 người", "60 người/lớp"."""
    lower = text.lower()
    if not any(word in lower for word in ("lớp", "đợt", "khóa")):
        return None
    match = re.search(
        rf"(?:mỗi|từng)\s+(?:lớp|đợt|khóa)\D{{0,20}}?(\d+)\s*{_PERSON}|(\d+)\s*{_PERSON}\s*(?:/|"
        rf"mỗi)\s*(?:01\s+)?(?:lớp|đợt|khóa)",
        text,
        re.IGNORECASE,
    )
    return int(match[1] or match[2]) if match else None


def _opens_parts(text: str, at: int) -> bool:
    """The first number is the whole, its parts follow."""
    return (
        re.match(r"\s*[,;:(]*\s*(?:trong đó|bao gồm|gồm|cụ thể|chia)", text[at:], re.IGNORECASE) is not None
    )


def _times_units(text: str, match: re.Match[str], number: int) -> int | None:
    """Units times people, where the number of just these units is written ("30 trường, mỗi trường 02 người")."""
    each = re.search(r"(?:mỗi|từng)\s+(\w+)", text[: match.start()], re.IGNORECASE)
    per = re.search(r"(?:/|mỗi)\s*(\w+)$", match["per"] or "", re.IGNORECASE)
    unit = each[1] if each else per[1] if per else ""
    crossed = re.search(r"(?<![\w/.,-])(\d+)\s+[^\d;,.()]{2,40}?[x×*]\s*$", text[: match.start()])
    if crossed:
        return int(crossed[1]) * number
    if not unit:
        return None
    units = re.search(rf"(?<![\w/.,-])(\d+)\s+(?:đơn vị\s+)?{re.escape(unit)}(?!\w)", text, re.IGNORECASE)
    return int(units[1]) * number if units else None


def bare_number(text: str) -> int | None:
    """A table cell that holds a number and perhaps its unit, nothing else."""
    match = re.fullmatch(
        r"\s*(?:khoảng\s+)?(\d{1,3}(?:\.\d{3})+|\d+)\s*(?:người|học viên|đại biểu|HV|đ/c)?\s*\.?\s*",
        text,
        re.IGNORECASE,
    )
    return int(match[1].replace(".", "")) if match else None


def leading_number(text: str) -> int | None:
    """The number a cell of numbers begins with, before its gloss: "32 (mỗi đơn vị 04)"."""
    match = re.match(r"\s*(\d{1,3}(?:\.\d{3})+|\d+)\s*\(", text)
    return int(match[1].replace(".", "")) if match else None


def is_only_count(text: str) -> bool:
    """A phrase that says a number of people and nothing more."""
    return any(char.isdigit() for char in text) and (
        re.fullmatch(
            rf"\s*(?:\(?(?:tổng số|tổng cộng|tổng|cộng|số lượng|dự kiến|khoảng|gồm|có|tối đa|không quá|"
            rf"mỗi lớp)\s*:?\s*)*\d[\d.]*\s*(?:\([^()]*\)\s*)?{_PERSON}"
            rf"(?:\s*(?:/\s*lớp|tham dự|tham gia|dự học))*\s*\)?[.;,]?\s*",
            text,
            re.IGNORECASE,
        )
        is not None
    )
