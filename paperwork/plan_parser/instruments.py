"""Citations of legal instruments: number, date, issuer, title, as Decree 30/2020 has them written."""

import re
from typing import NamedTuple

from paperwork import known_instruments
from paperwork.plan import Instrument
from paperwork.plan_parser import times, words

_KIND = (
    r"(?:Luật|Bộ luật|Pháp lệnh|Nghị định|Nghị quyết|Thông tư liên tịch|Thông tư|Quyết định|Chỉ thị|Công văn|Hướng dẫn|"
    r"Kế hoạch|Chương trình|Quy định|Quy chế|Kết luận|Thông báo|Thông tri|Đề án|Báo cáo|Tờ trình|Văn bản|Công điện|"
    r"Điều lệ|NĐ|NQ|QĐ|TT|CV|KH|HD|CT)"
)
_NUMBER = r"\d{1,5}[a-zA-Z]?(?:/\d{4})?\s?[/-]\s?(?=[A-ZĐ]{2}|Qy)(?:[A-ZĐ][\wĐđ]*[-/&.]?)+(?:-[\wĐđ&.]+)*"
_CITED = rf"(?:{_KIND}\s*(?:liên tịch\s*)?(?:[Ss]ố\s*:?\s*)?|[Ss]ố\s*:?\s*|(?<![\w/.-]))(?P<number>{_NUMBER})"
_LAW = (
    r"(?<!\w)(?P<law>(?:Luật|Bộ luật|Pháp lệnh)\s+(?:[A-ZĐÀ-Ỹ]|sửa đổi)[^;.()\n“”\"]{0,200}?)"
    r"(?=\s*(?:,\s*)?(?:số\s+\d|ngày\s+\d|năm\s+\d{4}|được|đã được|có hiệu lực|thông qua|do Quốc hội|"
    r"của Quốc hội)|\s*[;.()“\"]|\s+và\s+(?:các|Luật|Nghị|Bộ|Pháp)|$)"
)
_DATED = (
    r"\s*,?\s*(?:(?:đã\s+)?được\s+)?(?:Quốc hội\s+(?:\([^()]*\)\s*)?)?(?:nước[^;.()]{0,60}?)?"
    r"(?:khóa\s+\w+[^;.()]{0,40}?)?(?:ban hành|"
    r"thông qua|ký|ký ban hành)?\s*,?\s*ngày\s+"
)
_FORCE = r"(?:có\s+)?hiệu lực(?:\s+thi hành)?(?:\s+kể)?\s+từ\s+(?:ngày\s+)?"
_TITLE_LEAD = (
    r"(?<!\w)(?:quy định|hướng dẫn|về việc|về|ban hành|sửa đổi|bổ sung|phê duyệt|V/v|v/v|triển khai|tổ chức|"
    r"công bố|công nhận|"
    r"phát động|phân công|phân cấp|giao|thực hiện|kiện toàn|thành lập|tăng cường|đẩy mạnh|tiếp tục|đổi mới|"
    r"điều chỉnh|chi tiết|"
    r"tập huấn|bồi dưỡng|đào tạo|công tác|xét|tặng)\b"
)
_TITLE_END = (
    r";(?!\s+(?:quy định|hướng dẫn|sửa đổi|bãi bỏ|mẫu|quản lý)\b)|\.(?:\s|$|/)|\(có hiệu lực|\(sau đây|"
    r"\(gọi tắt|\(đã được|\(được|\|"
    rf"|,?\s+(?:và\s+)?(?:(?:các|những)\s+)?{_KIND}\s*(?:số\s*)?:?\s*\d"
    r"|,\s+(?:(?:Ủy ban|Uỷ ban|UBND|Phòng|Sở|Trường|Hội đồng|Ban|Đảng ủy|Huyện ủy|Công đoàn|Hiệu trưởng|"
    r"Văn phòng)\b)(?=[^;]*?\b(?:ban hành|xây dựng|lập|tổ chức|đề ra)\b)"
    r"|,\s+Luật\s|\s+và\s+Luật\s"
)


class Citation(NamedTuple):
    instrument: Instrument
    start: int
    end: int


def citations(text: str, year: int | None) -> list[Citation]:
    """Every instrument cited in a text, in order; a law inside another instrument's title is part of that title."""
    if not _may_cite(text):
        return []
    found: list[Citation] = []
    numbers, names = re.compile(_CITED), re.compile(_LAW)
    numbered, named = numbers.search(text), names.search(text)
    while numbered is not None or named is not None:
        if named is not None and (numbered is None or named.start() <= numbered.start()):
            cited = _law(text, named.start(), named.end(), words.tidy(named["law"]), year)
            at = cited.end if cited else named.start() + 4
        elif numbered is not None:
            cited = _numbered(text, numbered.start(), numbered.end(), numbered["number"])
            at = max(cited.end, numbered.start() + 1)
        if cited is not None:
            found.append(cited)
        if numbered is not None and numbered.start() < at:
            numbered = numbers.search(text, at)
        if named is not None and named.start() < at:
            named = names.search(text, at)
    return found


def _may_cite(text: str) -> bool:
    return (
        "Luật" in text
        or "luật" in text
        or "Pháp lệnh" in text
        or (("/" in text or "-" in text) and any(c.isdigit() for c in text))
    )


def clean_number(text: str) -> str:
    """A number and its signs without the spaces that slipped in."""
    return re.sub(r"\s+", "", text).rstrip(".-/&")


def _date_after(text: str, at: int) -> tuple[str | None, int]:
    match = re.match(_DATED, text[at : at + 300], re.IGNORECASE)
    if match is None:
        return None, at
    start = at + match.end()
    dates = times.dates_in(text[start : start + 32], None)
    if not dates.days or dates.spans[0][0] > 0:
        return None, at
    return dates.days[0], start + dates.spans[0][1]


def _force_after(text: str, at: int) -> tuple[str | None, int]:
    match = re.match(rf"[\s,(]*(?:và\s+)?{_FORCE}", text[at : at + 120], re.IGNORECASE)
    if match is None:
        return None, at
    start = at + match.end()
    dates = times.dates_in(text[start : start + 32], None)
    if not dates.days:
        return None, at
    end = start + dates.spans[0][1]
    return dates.days[0], end + (text[end : end + 1] == ")")


def _numbered(text: str, start: int, end: int, written: str) -> Citation:
    number = clean_number(written)
    end = start + text[start:end].rindex(written) + len(written.rstrip(".-/& "))
    issued_on, end = _date_after(text, end)
    stop = re.search(_TITLE_END, text[end : end + 2000])
    limit = end + stop.start() if stop else min(len(text), end + 2000)
    rest = text[end:limit]
    issuer = re.match(r"\s*,?\s*của\s+", rest)
    lead = re.search(_TITLE_LEAD, rest)
    title: str | None = None
    if (
        lead is not None
        and (issuer is not None or not rest[: lead.start()].strip(" ,:("))
        and lead.start() < 160
    ):
        title = words.closed(words.tidy(rest[lead.start() :])).rstrip(")") or None
        known = next((entry for entry in known_instruments.LIBRARY if entry.number == number), None)
        if title and known and words.fold(title).startswith(words.fold(known.title)):
            title = title[: len(known.title)]
        if title:
            end = limit
    elif issuer is not None:
        end = limit
    if title and title.count("(") > title.count(")"):
        title = title + ")" if rest.rstrip().endswith(")") else title
    in_force, end = _force_after(text, end)
    return Citation(Instrument(number, title, issued_on, in_force), start, max(end, start + 1))


def _law(text: str, start: int, end: int, name: str, year: int | None) -> Citation | None:
    """A law by its name: with its date or year, or standing as a law in force that the library knows."""
    name = re.sub(r"\s*[,-]\s*$", "", name)
    number: str | None = None
    issued_on, after = None, end
    stated = re.match(rf"\s*(?:số\s*)?:?\s*({_NUMBER})", text[end : end + 60])
    if stated:
        number, after = clean_number(stated[1]), end + stated.end()
    issued_on, after = _date_after(text, after)
    of_year = re.match(r"\s*,?\s*(?:năm\s+)?(\d{4})\b", text[after : after + 20])
    named_year = int(of_year[1]) if of_year and issued_on is None else None
    if of_year and named_year:
        after += of_year.end()
    in_force, after = _force_after(text, after)
    known = _known_law(name, issued_on, named_year, year)
    if known is None and number is None and issued_on is None and named_year is None:
        # an unknown law without number or date is cited only where the paper rests on it
        if (
            not re.match(r"\s*(?:Căn cứ|Thực hiện|Theo)\s+$", text[: min(start, 40)] if start < 40 else "")
            and start > 0
        ):
            return None
        if len(name.split()) > 14:
            return None
    if known is not None:
        number = number or known.number
        if words.fold(name).startswith(_plain(known.title)) or _plain(name).startswith(_plain(known.title)):
            name = name[: len(known.title)] if words.fold(name).startswith(words.fold(known.title)) else name
    return Citation(Instrument(number, name, issued_on, in_force), start, after)


def _plain(title: str) -> str:
    """A law's name without its punctuation: "Thi đua - Khen thưởng" is "Thi đua, khen thưởng"."""
    return " ".join(re.sub(r"[^\w\s]", " ", words.fold(title)).split())


def _known_law(
    name: str, issued_on: str | None, named_year: int | None, year: int | None
) -> known_instruments.KnownInstrument | None:
    """The library's law of this name; without a date, the one that fits the year named or is in force in the plan's."""
    plain = _plain(name)
    fitting = [
        entry
        for entry in known_instruments.LIBRARY
        if entry.title.startswith("Luật") and _plain(entry.title) == plain
    ]
    if issued_on is not None:
        fitting = [entry for entry in fitting if entry.issued_on == issued_on]
    elif named_year is not None:
        fitting = [entry for entry in fitting if entry.issued_on and entry.issued_on[:4] == str(named_year)]
    elif year is not None:
        fitting = [
            entry
            for entry in fitting
            if (entry.in_force_from or "") <= f"{year}-12-31"
            and (entry.in_force_to or "9999") >= f"{year}-01-01"
        ]
    return fitting[0] if len(fitting) == 1 else None


def merged(cited: list[Instrument]) -> tuple[Instrument, ...]:
    """One entry per number (or name), in order of first mention, each blank filled by a later mention."""
    out: dict[str, Instrument] = {}
    for one in cited:
        key = one.number or _plain(one.title or "")
        if not one.number:
            key = next(
                (
                    k
                    for k, v in out.items()
                    if v.title and _plain(v.title) == key and one.issued_on in {None, v.issued_on}
                ),
                key,
            )
        seen = out.get(key)
        if seen is None:
            out[key] = one
            continue
        out[key] = Instrument(*(old if old is not None else new for old, new in zip(seen, one, strict=True)))
    return tuple(out.values())
