"""The head of the paper: issuer, number, place and date, kind, title; and what the paper is when it is no plan."""

import re
from typing import NamedTuple

from paperwork.plan_parser import labels, times, words
from paperwork.sources.block import Block

_KINDS = (
    "KẾ HOẠCH", "QUYẾT ĐỊNH", "BÁO CÁO", "TỜ TRÌNH", "GIẤY MỜI", "THÔNG BÁO", "NGHỊ QUYẾT", "NGHỊ ĐỊNH", "THÔNG TƯ",
    "BỘ LUẬT", "LUẬT", "PHÁP LỆNH", "HIẾN PHÁP", "BIÊN BẢN", "HƯỚNG DẪN", "CHỈ THỊ", "QUY CHẾ", "QUY ĐỊNH",
    "CHƯƠNG TRÌNH", "ĐỀ ÁN", "DỰ ÁN", "PHƯƠNG ÁN", "HỢP ĐỒNG", "GIẤY GIỚI THIỆU", "GIẤY ỦY QUYỀN", "GIẤY CHỨNG NHẬN",
    "DANH SÁCH", "CÔNG ĐIỆN", "CÔNG VĂN", "DỰ TOÁN", "PHỤ LỤC", "THÔNG CÁO", "PHIẾU GỬI", "PHIẾU CHUYỂN", "KẾT LUẬN",
    "ĐƠN", "BẢNG CHẤM ĐIỂM", "BẢNG", "LỊCH CÔNG TÁC", "GIẤY NGHỈ PHÉP", "BẢN CAM KẾT", "HÓA ĐƠN", "THƯ MỜI",
    "BẰNG KHEN", "GIẤY KHEN", "ĐIỀU LỆ", "TÓM TẮT", "BẢN THÀNH TÍCH",
)  # fmt: skip
_FOLDED_KINDS = tuple((words.fold(kind), kind) for kind in _KINDS)
PREAMBLE = (
    "can cu", "thuc hien", "trien khai", "de ", "nham ", "theo ", "xet ", "tren co so", "tiep tuc", "phat huy",
    "uy ban", "ubnd",
    "xuat phat", "phuc vu", "ket hop", "duoc su", "thi hanh", "trong thoi gian", "thoi gian qua", "nam ",
    "phong ", "so ", "truong ",
    "ban ", "hoi dong", "hoi ", "cong doan", "dang uy",
)  # fmt: skip
_BODY_WORDS = (
    "uy ban", "ubnd", "hoi dong", "hdnd", "so ", "phong ", "ban ", "truong ", "hoi ", "dang ", "dang uy",
    "chi cuc", "cuc ",
    "bo ", "van phong", "trung tam", "lien doan", "ldld", "cong doan", "mat tran", "ubmttq", "doan ",
    "huyen uy", "tinh uy",
    "thanh uy", "thi uy", "cong an", "benh vien", "tram ", "nha ", "vien ", "tong cuc", "chu tich", "hoc vien",
    "dai hoc",
    "bao hiem", "kho bac", "toa an", "vien kiem", "to ", "cum ", "khoi ", "dai ", "quy ", "chi bo", "bch ",
    "hat ", "bqp", "kho ",
)  # fmt: skip
_NUMBER_LINE = (
    r"s[oố]\s*:?\s*(?P<n>\d{1,5}\s*[a-z]?)?(?P<blank>[\s.…_]*)(?P<sign>[/-]\s*[A-ZĐ][\wĐđ\-&./ ]*?)(?=\s*$|"
    r"\s{2,}|\s+[^\s]+(?:\s+[^\s]+){0,5},\s*ngày)"
)
_DATE_LINE = (
    r"(?P<place>[^,;:|"
    r"]{0,60}?)\s*,?\s*ngày\s*(?P<d>\d{0,2})[\s.…_]*tháng\s*(?P<m>\d{0,2})[\s.…_]*năm\s*(?P<y>\d{4}|"
    r"20)?[\s.…_]*$"
)
_NUMERIC_DATE_LINE = (
    r"(?P<place>[^,;:|]{0,60}?)\s*,\s*ngày\s*(?P<d>\d{1,2})\s*[/.-]\s*"
    r"(?P<m>\d{1,2})\s*[/.-]\s*(?P<y>\d{4})\.?"
)
_MOTTO = "cong hoa xa hoi chu nghia viet nam"
_CREED = "doc lap - tu do - hanh phuc"


class Kind(NamedTuple):
    """Where the kind of the paper stands, what it is, and the words after it on its line."""

    at: int
    name: str
    rest: str


class Head(NamedTuple):
    issuer: tuple[str, tuple[int, ...]] | None = None
    number: tuple[str, int] | None = None
    place: tuple[str, int] | None = None
    issued_on: tuple[str, int] | None = None
    signing_year: int | None = None
    structural: frozenset[int] = frozenset()


def kind_of(block: Block) -> tuple[str, str] | None:
    """The kind a line announces in capitals, and the rest of the line."""
    text = block.text
    if block.table or len(text) > 400 or not text[:1].isupper():
        return None
    folded = words.fold(text)
    if len(text) < 24 and folded.replace(" ", "") == "kehoach":
        return "KẾ HOẠCH", ""
    for plain, kind in _FOLDED_KINDS:
        if folded.startswith(plain):
            written = text[: len(kind)]
            after = text[len(kind) : len(kind) + 1]
            if after.isalnum() or written != written.upper():
                continue
            rest = text[len(kind) :].strip(" :-–*")
            if kind in {"BÁO CÁO", "LUẬT", "ĐƠN", "BẢNG", "PHỤ LỤC"} and rest[:1].islower():
                continue
            return kind, rest
    return None


def find_kind(blocks: list[Block]) -> Kind | None:
    """The first kind announced; a plan attached to the decision that promulgates it counts as the plan it is."""
    first: Kind | None = None
    for at, block in enumerate(blocks):
        found = kind_of(block)
        if found is None:
            continue
        name, rest = found
        if first is None:
            first = Kind(at, name, rest)
            if name == "KẾ HOẠCH":
                return first
            if at > 40:
                return first
        elif name == "KẾ HOẠCH" and any(
            re.match(r"\(?\s*(?:ban hanh )?kem theo", words.fold(later.text))
            for later in blocks[at + 1 : at + 5]
        ):
            return Kind(at, name, rest)
    if first is None or first.at > 40:
        quiet = _quiet_plan(blocks)
        if quiet is not None:
            return quiet
    return first


def _quiet_plan(blocks: list[Block]) -> Kind | None:
    """ "Kế hoạch tập huấn…" as a title that nobody set in capitals."""
    for at, block in enumerate(blocks[:14]):
        text = block.text
        if (
            re.match(r"kế hoạch\b(?!\s+số)", text, re.IGNORECASE)
            and len(text) < 220
            and not text.endswith((".", ":", ";"))
            and not block.table
        ):
            rest = text[len("kế hoạch") :].strip(" :-–")
            return Kind(at, "KẾ HOẠCH", rest[:1].upper() + rest[1:])
        if words.marker_of(text) is not None:
            return None
    return None


def seems(blocks: list[Block]) -> str:
    """What a paper without any announced kind seems to be."""
    folded = [words.fold(block.text) for block in blocks[:60]]
    rows = sum(1 for block in blocks if block.table)
    if any(text.startswith("kinh gui") for text in folded):
        return "công văn"
    if sum(1 for text in folded if re.match(r"dieu \d+\.", text)) >= 3:
        return "văn bản quy phạm pháp luật"
    if blocks and rows * 2 > len(blocks):
        return "bảng số liệu"
    return ""


def read_head(blocks: list[Block], end: int) -> Head:
    """The lines above the kind: two columns, or flattened into lines in any order."""
    left: list[tuple[str, int, bool]] = []
    number = place = issued_on = None
    signing_year = None
    structural: set[int] = set()
    for at in range(end):
        block = blocks[at]
        if block.table:
            continue
        for part in _parts(block.text):
            folded = words.fold(part)
            if (
                words.is_rule(part)
                or _is_motto(folded)
                or (block.side == "right" and folded in f"{_MOTTO} {_CREED}")
            ):
                structural.add(at)
                continue
            dated = (
                re.fullmatch(_DATE_LINE if "nam" in folded else _NUMERIC_DATE_LINE, part, re.IGNORECASE)
                if "ngay" in folded
                else None
            )
            if dated:
                structural.add(at)
                place = place or _place(dated["place"], at)
                signing_year = signing_year or (
                    int(dated["y"]) if dated["y"] and len(dated["y"]) == 4 else None
                )
                if dated["d"] and dated["m"] and signing_year:
                    day = times.iso(signing_year, int(dated["m"]), int(dated["d"]))
                    issued_on = issued_on or ((day, at) if day else None)
                continue
            numbered = re.match(_NUMBER_LINE, part, re.IGNORECASE) if folded.startswith("so") else None
            if numbered:
                structural.add(at)
                if numbered["n"]:
                    number = number or (re.sub(r"\s+", "", numbered["n"] + numbered["sign"]).rstrip("."), at)
                continue
            if re.match(r"so\s*:?[\s.…_]*$", folded):
                structural.add(at)
                continue
            if (
                words.is_shouted(part)
                and not re.match(r"(?:\(?du thao|hoa toc|khan|mat|thuong khan)", folded)
            ) or (block.side == "left" and part[:1].isupper() and not re.match(r"v/v|ve viec|\(", folded)):
                left.append((part, at, block.bold))
    issuer = _issuer(left)
    structural.update(at for _, at, _ in left)
    return Head(issuer, number, place, issued_on, signing_year, frozenset(structural))


def _is_motto(folded: str) -> bool:
    plain = re.sub(r"[\s\-.*_]+", "", folded)
    return plain in {
        "conghoaxahoichunghiavietnam",
        "doclaptudohanhphuc",
        "dangcongsanvietnam",
        "doantncshochiminh",
        "doanthanhniencongsanhochiminh",
    }


def _place(text: str, at: int) -> tuple[str, int] | None:
    text = words.tidy(text).strip(" .,;:()")
    return (text, at) if text and any(char.isalpha() for char in text) else None


def _parts(text: str) -> list[str]:
    """A flattened line cut where the right column's fixed words begin, and after the number."""
    folded = words.fold(text)
    for fixed in (_MOTTO, _CREED, "dang cong san viet nam"):
        at = folded.find(fixed)
        if at > 0:
            return [part for part in (text[:at].strip(), text[at:].strip()) if part]
        if at == 0 and len(folded) > len(fixed) + 1:
            return [text[: len(fixed)], *_parts(text[len(fixed) :].strip())]
    numbered = re.match(_NUMBER_LINE, text, re.IGNORECASE) if folded.startswith("so") else None
    if numbered and numbered.end() < len(text):
        return [text[: numbered.end()].strip(), text[numbered.end() :].strip()]
    return [text]


def _issuer(left: list[tuple[str, int, bool]]) -> tuple[str, tuple[int, ...]] | None:
    """The last body named on the left, its lines put together; the managing body above it is not the issuer."""
    bodies: list[tuple[list[str], list[int]]] = []
    for text, at, _ in left:
        text = text.strip(" *_")
        folded = words.fold(text)
        own = folded.startswith(_BODY_WORDS) or bool(
            re.match(r"(?:huyen|tinh|thanh|thi) (?:uy|doan)", folded)
        )
        if (
            own
            and bodies
            and bodies[-1][0]
            and words.fold(bodies[-1][0][-1]).endswith((" va", ",", " -", " cua"))
        ):
            own = False
        if own or not bodies:
            bodies.append(([], []))
        bodies[-1][0].append(text)
        bodies[-1][1].append(at)
    if not bodies:
        return None
    names, ats = bodies[-1]
    return words.tidy(" ".join(names)), tuple(ats)


def read_title(blocks: list[Block], kind: Kind) -> tuple[str | None, list[int], int]:
    """The title, the lines it stands on, and the first line after it (rules and "(Kèm theo…)" are passed over)."""
    parts = [kind.rest] if kind.rest else []
    ats = [kind.at] if kind.rest else []
    at = kind.at + 1
    first: Block | None = blocks[kind.at] if kind.rest else None
    while at < len(blocks) and len(parts) < 8:
        block = blocks[at]
        if block.table or block.side == "left" or words.is_rule(block.text):
            break
        if not _is_title_line(block, first, parts):
            break
        parts.append(block.text)
        ats.append(at)
        first = first or block
        at += 1
    while at < len(blocks) and (
        words.is_rule(blocks[at].text)
        or re.match(r"\(?\s*(?:ban hanh )?kem theo", words.fold(blocks[at].text))
    ):
        at += 1
    title = words.tidy(" ".join(parts)).rstrip(" .;:") if parts else None
    return title or None, ats, at


def _is_title_line(block: Block, first: Block | None, parts: list[str]) -> bool:
    text = block.text
    folded = words.fold(text)
    if (
        text.endswith((".", ";", ":"))
        or len(text) > 320
        or folded.startswith("can cu")
        or text.startswith("(")
    ):
        return False
    marker = words.marker_of(text)
    if marker is not None and (
        not text[:1].isalpha() or text[1:2] in ".)" or marker.kind.startswith(("roman", "part", "article"))
    ):
        return False
    # "TỔ CHỨC LỚP BỒI DƯỠNG…" right under the kind is a title, "MỤC ĐÍCH, YÊU CẦU" a heading
    short = parts or len(text.split()) <= 6
    if short and (words.is_shouted(text) or block.level or parts) and labels.label_of(text, True) is not None:
        return False
    if (
        parts
        and first is not None
        and len(parts) == 1
        and len(parts[0].split()) <= 4
        and first.text != parts[0]
    ):
        return not folded.startswith(PREAMBLE[:12])  # "KẾ HOẠCH TẬP HUẤN" with its matter on the next line
    if first is None:
        return not (folded.startswith(PREAMBLE[:7]) and len(text) > 200)
    if re.match(r"[^:]{3,30}:\s", text):
        return False
    if (
        text[:1].islower()
        or text.upper() == text.lower()
        or folded.startswith(("nam ", "tren dia ban", "giai doan"))
    ):
        return len(parts[-1]) < 200
    if words.is_shouted(text) != words.is_shouted(first.text if not parts or len(parts) > 1 else parts[0]):
        return False
    if block.gap and not (block.bold and first.bold) and not (words.is_shouted(text)):
        return False
    return block.bold == first.bold and len(text) < 160 and not folded.startswith(PREAMBLE[:12])
