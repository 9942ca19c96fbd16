"""The facts of a class in running text: people, number, time, place, labelled or in one line."""

import re

from paperwork.plan import Period
from paperwork.plan_parser import counts, labels, times, words
from paperwork.plan_parser.draft import ClassDraft, Draft

_ORDINAL = (
    r"(?P<word>lop|dot|khoa)\s+(?:tap huan\s+|boi duong\s+)?(?:thu\s+(?P<w>nhat|hai|ba|tu|nam|sau|bay|tam|"
    r"chin|muoi)|(?:so\s+|thu\s+)?(?P<d>\d{1,2})(?![\d/.,]*\d)|"
    r"(?:so\s+)?(?P<r>i{1,3}|iv|vi{0,3}|ix|x)(?!\w)|(?P<l>[a-e])(?=\s*[:.(-]|"
    r"\s*$))(?!\w)(?!\s*(?:ngay(?!\s*\d)|buoi|nguoi|hoc vien))"
)
_ORDER = {"nhat": 1, "hai": 2, "ba": 3, "tu": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10,
          "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10,
          "a": 1, "b": 2, "c": 3, "d": 4, "e": 5}  # fmt: skip
_FACT = (
    r"(?:[,;(.]|\s[-–])\s*(?:(?:khoảng|gồm|có|dự kiến|số lượng|"
    r"tổng số)\s*:?\s*)*(?:\d[\d.]*\s*(?:\([^()]*\)\s*)?(?:người|học viên|đại biểu|đồng chí|cán bộ|giáo viên)|"
    r"\d+(?:,\d)?\s*(?:ngày|buổi)|"
    r"thời gian|ngày\s+\d|từ ngày|(?:trong|vào)\s+(?:quý|tháng|ngày|năm)|dự kiến|tại\s|địa điểm|thành phần|"
    r"đối tượng|số lượng|sáng|chiều|quý\s|tháng\s\d)"
    r"|\s(?:gồm|bao gồm|có)\s+(?:\d+\s*người|:)|\s(?:thời gian|số lượng|địa điểm)\s*:?\s"
)
_TIME_WORDS = frozenset("ngay thang nam quy tuan buoi he ky sau truoc dip khi kien dau cuoi giua".split())  # noqa: SIM905 - a list of words reads better as words
_DIRECT = (
    r"\s+(?:(?:vào\s+)?ngày\s+\d|từ\s+ngày|trong\s+(?:quý|tháng|ngày)|vào\s|sáng|chiều|tháng\s\d|quý\s|dự kiến|tại\s|"
    r"khoảng\s+\d|\d+\s*(?:người|học viên|đại biểu|ngày|buổi))"
)
_TIME_START = (
    r"(?:thời gian|dự kiến|trong|từ|vào|ngày|sáng|chiều|buổi|cả ngày|học|tháng|quý|tuần|cuối|đầu|giữa|nửa|"
    r"bắt đầu|tổ chức|khai mạc|khai giảng|"
    r"hoàn thành|trước|lúc|\d{1,2}\s*(?:giờ|h|g)|\d{1,2}\s*/\s*\d|\d+(?:[.,]\d)?\s*(?:\([^()]*\)\s*)?(?:ngày|"
    r"buổi)|một ngày|một buổi|năm)\b"
)
_VENUE_START = r"(?:tại|địa điểm|hội trường|phòng họp|nhà văn hóa|trung tâm|trụ sở|hội nghị trực tuyến)\b"
_SEPARATOR = r"[;,]\s+(?!\d{1,2}\s*(?:/|,\s|và\s|tháng\s|[-–]\s*\d))|\.\s+(?=[A-ZĐÀ-Ỹ])|\s+[-–]\s+|\s+\|\s+"
_INLINE_LABEL = (
    r"(?:^|(?<=[.;,])\s+|\s[-–+]\s+)(?=(?:[Tt]hành phần|[Ss]ố lượng|[Tt]hời gian|[Đđ]ịa điểm|"
    r"[Đđ]ối tượng)[^:.;]{0,40}:)"
)
_MEANT_FOR = r"(?:dành(?: riêng)? cho|đối với)\s+(?:đối tượng\s+(?:là\s+)?)?"
_NOT_A_PLACE = (
    r"(?:các|lớp|kế hoạch|mục|điểm|khoản|điều|phần|phụ lục|thời điểm|buổi|quyết định|công văn|nghị định)\b"
)


def class_key(text: str) -> tuple[str, int] | None:
    """The key of a numbered class ("lớp thứ nhất" and "Lớp 1" are one), and where its name ends."""
    match = re.match(_ORDINAL, words.fold(text))
    if match is None:
        return None
    number = match["d"] or match["w"] or match["r"] or match["l"] or ""
    order = int(number) if number.isdigit() else _ORDER[number]
    return f"{match['word']}{order}", match.end()


def name_and_rest(text: str, named_below: bool) -> tuple[str, str, str]:
    """A class line cut into its name, its key and what it says of the class."""
    keyed = class_key(text)
    colon = labels.label_colon(text)
    fact = re.search(_FACT, text, re.IGNORECASE)
    first_fact = fact.start() if fact else len(text)
    if keyed is not None:
        key, end = keyed
        name_end, rest = _after_ordinal(text, end, colon, first_fact, named_below)
        return words.closed(text[:name_end]), key, rest.strip(" ,;:-–")
    if 0 < colon <= first_fact + 1:
        name, rest = text[:colon], text[colon + 1 :]
    else:
        name, rest = text[:first_fact], text[first_fact:]
    name = words.closed(name.strip(" ,;-–("))
    return name, "·" + words.fold(name), rest.strip(" ,;-–")


def _after_ordinal(text: str, end: int, colon: int, first_fact: int, named_below: bool) -> tuple[int, str]:
    """Where the name of a numbered class ends, and what follows it: "Lớp 1", "Lớp 1 (khối Đảng)", "Lớp 1: Khối xã"."""
    gloss = re.match(r"\s*\(([^()]*)\)", text[end:])
    if gloss and _is_fact(gloss[1]):
        return end, f"{gloss[1]}; {text[end + gloss.end() :].lstrip(' :,.-–')}"
    if gloss and not named_below and re.match(_MEANT_FOR, gloss[1], re.IGNORECASE):
        return end, f"{gloss[1]}; {text[end + gloss.end() :].lstrip(' :,.-–')}"
    end += gloss.end() if gloss else 0
    tail = text[end:]
    if not named_below and ("ành" in tail or "ối với" in tail):
        meant = re.match(rf"\s*[.,–-]\s*(?={_MEANT_FOR})", tail, re.IGNORECASE)
        if meant:
            return end, tail[meant.end() :]
    if re.match(_DIRECT, tail, re.IGNORECASE):
        return end, tail
    if tail.lstrip().startswith(":"):
        rest = tail.lstrip()[1:]
        return (len(text), "") if named_below and rest.strip() and not _is_fact(rest) else (end, rest)
    opened = re.match(r"\s*[,–-]?\s*(?:gồm|bao gồm|là)\s+(?=\S)", tail)
    if opened and not named_below:
        return end, tail[opened.end() :]
    if end < colon <= first_fact + 1:
        return colon, text[colon + 1 :]
    if not text[end:first_fact].strip(" ,;.-–"):
        return end, tail
    return first_fact, text[first_fact:]


def _is_fact(text: str) -> bool:
    said = times.times_in(text, None)
    return (
        counts.headcount(text) is not None
        or any(part is not None for part in said)
        or re.match(_VENUE_START, text.strip(), re.IGNORECASE) is not None
    )


def begins_as(text: str, names: frozenset[str]) -> bool:
    """Whether a text under "Thời gian" speaks of time at all: a class there may be told by its people first."""
    return names != {labels.TIME} or re.match(_TIME_START, text.strip(" (."), re.IGNORECASE) is not None


def read(draft: Draft, planned: ClassDraft, text: str, names: frozenset[str], at: int) -> bool:
    """Take the facts a text gives to a class, or to all of them; false where it gives none."""
    text = text.strip()
    if not text:
        return False
    if _shared_out(draft, text, names, at):
        return True
    pieces = (
        [piece.strip() for piece in re.split(_INLINE_LABEL, text) if piece.strip()] if ":" in text else [text]
    )
    took = False
    for piece in pieces:
        label = labels.label_of(piece, False)
        if label is not None and label.names <= labels.OF_A_CLASS and (len(pieces) > 1 or label.value):
            took = _read_as(draft, planned, label.value, label.names, at) or took
        else:
            took = _read_as(draft, planned, piece, names, at) or took
    if took:
        draft.used.add(at)
    return took


def _shared_out(draft: Draft, text: str, names: frozenset[str], at: int) -> bool:
    """ "Lớp 1: ngày 12/6; Lớp 2: ngày 13/6" on one line: each class its part."""
    folded = words.fold(text)
    if folded.count("lop") + folded.count("dot") + folded.count("khoa") < 2:
        return False
    starts = [
        match.start()
        for match in re.finditer(rf"(?:(?<=^)|(?<=[;,.(:]\s)|(?<=và\s)|(?<=-\s)){_ORDINAL}", words.fold(text))
    ]
    if len(starts) < 2:
        return False
    took = False
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        part = re.sub(r"(?:\s+và)?[\s;,.-]*$", "", text[start:end])
        name, key, rest = name_and_rest(part, False)
        planned = draft.class_of(name[:1].upper() + name[1:], key, at)
        took = _read_as(draft, planned, rest, names, at) or took
    lead = text[: starts[0]].strip(" ,;:-–")
    if lead and not re.search(r"\d+\s*(?:\([^()]*\)\s*)?(?:lớp|đợt|khóa)\b", lead):
        _read_as(draft, draft.shared, lead, names, at)
    return took


def _read_as(draft: Draft, planned: ClassDraft, text: str, names: frozenset[str], at: int) -> bool:
    people = names & {labels.COMPOSITION, labels.AUDIENCE}
    if names and names == people:
        return _people(draft, planned, text, at)
    if names == {labels.HEADCOUNT}:
        return _number(draft, planned, text, at)
    if names == {labels.TIME}:
        return _time(draft, planned, text, at)
    if names == {labels.VENUE}:
        return _venue(planned, text, at)
    return one_line(draft, planned, text, at, names == {labels.TIME, labels.VENUE})


def _people(draft: Draft, planned: ClassDraft, text: str, at: int) -> bool:
    if counts.is_only_count(text) or re.match(r"(?:tổng số|tổng cộng|cộng)\b", text, re.IGNORECASE):
        return _number(draft, planned, text, at)
    if re.fullmatch(
        r"(?:gồm|bao gồm|gồm có|cụ thể|như sau|gồm các (?:đồng chí|thành phần))?\s*(?:sau|như sau|sau đây)?\s*:?",
        text,
        re.IGNORECASE,
    ):
        return True
    opened = re.match(
        r"(?:tổng số\s+|dự kiến\s+|khoảng\s+)*(\d[\d.]*)\s*(?:người|đại biểu|học viên)\b[\s,;:]*(?:gồm|"
        r"bao gồm|cụ thể|trong đó|là|như sau)?[\s:]*",
        text,
        re.IGNORECASE,
    )
    if opened and opened.end() >= len(text.rstrip(" .:")):
        return _number(draft, planned, text, at)
    planned.add_group(text, at)
    return True


def _number(draft: Draft, planned: ClassDraft, text: str, at: int) -> bool:
    each = counts.of_each_class(text)
    if each is not None and planned is draft.shared:
        draft.each_class, draft.each_class_at = each, (at,)
        return True
    number = each if each is not None else counts.headcount(text)
    if number is None:
        number = counts.bare_number(text)
    if number is None:
        return False
    return planned.put("headcount", number, at)


def _time(draft: Draft, planned: ClassDraft, text: str, at: int) -> bool:
    place = re.search(
        rf"(?:^|[\s,;.(])(?:[Đđ]ịa điểm\s*:?\s*(?:[Tt]ại\s+)?|[Tt]ại\s+)(?!{_NOT_A_PLACE})(?P<where>[^;|]+)",
        text,
    )
    took = False
    if place:
        where, tail = _place_alone(place["where"])
        took = planned.put("venue", where, at)
        text = text[: place.start()] + " | " + tail
    before = re.search(
        r"(?:trước|chậm nhất|muộn nhất)\s+(?:là\s+|vào\s+)?ngày\s+[\d/.-]+(?:\s*tháng\s*\d+(?:\s*năm\s*\d{4})?)?",
        text,
        re.IGNORECASE,
    )
    if before:
        took = planned.put("period", Period(words.tidy(before.group())), at) or took
        text = text[: before.start()] + " | " + text[before.end() :]
    said = times.times_in(text, draft.year)
    if any(part is not None for part in said):
        return planned.add_times(said, at)
    rest = words.closed(text.strip(" |,;"))
    if planned is draft.shared and re.search(r"\d+\s*(?:\([^()]*\)\s*)?(?:lớp|đợt|khóa)\b", rest):
        return True  # how many classes there are is seen from the classes
    if took or not 0 < len(rest.split()) <= 14 or not _TIME_WORDS & set(words.fold(rest).split()):
        return took
    return planned.put("period", Period(rest), at)


def _place_alone(text: str) -> tuple[str, str]:
    """The place, and the words after it that speak of something else."""
    stop = re.search(
        r"[,.]\s+(?=(?:thời gian|bắt đầu|từ ngày|ngày\s+\d|trong|dự kiến|vào|lúc|số lượng|[Tt]hời gian|"
        r"\d+\s*(?:ngày|buổi|người)))|\.\s+(?=[A-ZĐ])|\s+(?:vào|từ|trong)\s+(?:ngày|lúc|tháng|quý|hồi)",
        text,
    )
    text = re.sub(r"[,;]?\s*(?:cụ thể|như sau|cụ thể như sau)\s*:?\s*$", "", text)
    where, tail = (text[: stop.start()], text[stop.start() :]) if stop else (text, "")
    return words.closed(where.rstrip(")") if where.count(")") > where.count("(") else where), tail


def _venue(planned: ClassDraft, text: str, at: int) -> bool:
    where = words.closed(re.sub(r"^(?:[Tt]ổ chức\s+)?[Tt]ại\s+", "", text.strip()))
    if not where:
        return False
    return planned.put("venue", where, at)


def one_line(draft: Draft, planned: ClassDraft, text: str, at: int, no_people: bool = False) -> bool:
    """A line that mixes facts: cut at its marks, each piece known by how it begins; the people keep their marks.

    Under "Thời gian, địa điểm" there are no people: what is no time is the place.
    """
    whole = re.fullmatch(r"\(([^()]*)\)\s*(.*)", text)
    if whole:
        text = f"{whole[1]}; {whole[2]}" if whole[2] else whole[1]
    took = False
    people: list[str] = []
    time_parts: list[str] = []
    mode = ""
    parts = _pieces(text)
    for separator, piece in parts:
        said, kind = _kind(piece, mode)
        if no_people and kind == "people":
            kind = "venue"
        piece = piece if said is None else said
        explicit = said is not None
        if kind == "count":
            took = _number(draft, planned, piece, at) or took
            mode = ""
        elif kind == "time":
            time_parts.append(piece)
            mode = "time"
        elif kind == "venue":
            took = (
                _venue(
                    planned, _place_alone(re.sub(r"^địa điểm\s*:?\s*", "", piece, flags=re.IGNORECASE))[0], at
                )
                or took
            )
            mode = "venue"
        else:
            opened = re.match(
                r"(?:khoảng\s+)?(\d[\d.]*)\s*(?:người|học viên|đại biểu)\b[\s,;:]*(?:gồm|bao gồm|là|trong đó)?\s*(.*)",
                piece,
                re.IGNORECASE,
            )
            if opened and not people:
                took = planned.put("headcount", int(opened[1].replace(".", "")), at) or took
                piece = opened[2]
            piece = (
                re.sub(r"^(?:gồm|bao gồm|gồm có|dành cho|đối với|là)\s*:?\s+", "", piece, flags=re.IGNORECASE)
                if not people
                else piece
            )
            if piece:
                people.append((separator if people and not explicit else "") + piece)
                mode = "people"
    if time_parts:
        took = _time(draft, planned, ", ".join(time_parts), at) or took
    joined = words.closed("".join(people))
    if joined:
        if "headcount" in planned.values or counts.group_count(joined) is None:
            planned.composition.append((joined, (at,)))
            planned.groups.append((counts.group_count(joined), at))
        else:
            planned.add_group(joined, at)
        took = True
    return took


def _pieces(text: str) -> list[tuple[str, str]]:
    """The pieces of a line with the mark before each; marks inside brackets do not cut."""
    masked = re.sub(r"\([^()]*\)", lambda match: "·" * len(match.group()), text)
    out: list[tuple[str, str]] = []
    at, mark = 0, ""
    for match in re.finditer(_SEPARATOR, masked):
        out.append((mark, text[at : match.start()].strip()))
        at, mark = match.end(), text[match.start() : match.end()]
    out.append((mark, text[at:].strip()))
    return [(mark, piece) for mark, piece in out if piece]


def _kind(piece: str, mode: str) -> tuple[str | None, str]:
    """What a piece speaks of, and its words after a label."""
    label = labels.label_of(piece, True)
    if label is not None and label.names <= labels.OF_A_CLASS and label.value:
        for name, kind in ((labels.TIME, "time"), (labels.VENUE, "venue"), (labels.HEADCOUNT, "count")):
            if name in label.names:
                return label.value, kind
        return label.value, "people"
    bare = piece.strip(" ().")
    if counts.is_only_count(bare):
        return None, "count"
    if re.match(_VENUE_START, bare, re.IGNORECASE) and not re.match(
        rf"tại\s+{_NOT_A_PLACE}", bare, re.IGNORECASE
    ):
        return None, "venue"
    if re.match(_TIME_START, bare, re.IGNORECASE) and any(
        part is not None for part in times.times_in(bare, 2000)
    ):
        return None, "time"
    if mode == "time" and re.match(r"\d{1,2}(?:\s*/|\s+tháng|$)|thứ\s", bare):
        return None, "time"
    return None, "people"
