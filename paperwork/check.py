"""Looks over a document before it is signed: the rules of Decree 30/2020 that content can break.

What the writers see to by themselves (sizes, margins, marks at the ends of lines, page numbers) cannot go wrong and is
not asked here. A finding is advice with a severity; officials decide.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from paperwork import official

KIND_CODES = {
    "NGHỊ QUYẾT": "NQ", "QUYẾT ĐỊNH": "QĐ", "CHỈ THỊ": "CT", "QUY CHẾ": "QC", "QUY ĐỊNH": "QyĐ", "THÔNG CÁO": "TC",
    "THÔNG BÁO": "TB", "HƯỚNG DẪN": "HD", "CHƯƠNG TRÌNH": "CTr", "KẾ HOẠCH": "KH", "PHƯƠNG ÁN": "PA", "ĐỀ ÁN": "ĐA",
    "DỰ ÁN": "DA", "BÁO CÁO": "BC", "BIÊN BẢN": "BB", "TỜ TRÌNH": "TTr", "HỢP ĐỒNG": "HĐ", "CÔNG ĐIỆN": "CĐ",
    "BẢN GHI NHỚ": "BGN", "BẢN THỎA THUẬN": "BTT", "GIẤY ỦY QUYỀN": "GUQ", "GIẤY MỜI": "GM", "GIẤY GIỚI THIỆU": "GGT",
    "GIẤY NGHỈ PHÉP": "GNP", "PHIẾU GỬI": "PG", "PHIẾU CHUYỂN": "PC", "PHIẾU BÁO": "PB",
}  # fmt: skip
MOST = {"notation": 30, "issuing_body": 200, "title": 500, "office": 100, "name": 50}  # annex VI, part II
_RANK = re.compile(
    r"^(?:GS|PGS|TS|ThS|CN|BS|KS|NGND|NGƯT|Giáo sư|Phó giáo sư|Tiến sĩ|Thạc sĩ|Cử nhân)\b\.?", re.I
)
_UNIT_HEAD = re.compile(r"^(?:TRƯỞNG|CHÁNH|GIÁM ĐỐC|CHỦ TỊCH|HIỆU TRƯỞNG|CỤC TRƯỞNG|VỤ TRƯỞNG)\b")
_DEPUTY = re.compile(r"^(?:PHÓ\b|Q\.)")


@dataclass(frozen=True)
class Finding:
    """`rule` is the number of the rule; an error breaks the Decree, a warning is worth a look."""

    rule: str
    severity: Literal["error", "warning"]
    sentence: str


def check(document: official.OfficialDocument) -> tuple[Finding, ...]:
    """What the Decree would object to, in the order of the page."""
    document = official.cleaned(document)
    return (
        *_number(document),
        *_lengths(document),
        *_subject(document),
        *_grounds(document),
        *_order(document.body, "Phần nội dung"),
        *_appendices(document),
        *_recipients(document),
        *(_signature(document.signature) if document.signature else ()),
    )


def _error(rule: str, sentence: str) -> Finding:
    return Finding(rule, "error", sentence)


def _warning(rule: str, sentence: str) -> Finding:
    return Finding(rule, "warning", sentence)


def _number(document: official.OfficialDocument) -> Iterator[Finding]:
    head = document.head
    well_formed = re.fullmatch(r"[^\W_]+(?:-[^\W_]+)*", head.notation)
    if head.notation and not well_formed:
        yield _error("II.3", "Ký hiệu viết liền, các nhóm nối bằng dấu gạch ngang, ví dụ: KH-UBND.")
    code = KIND_CODES.get(document.kind)
    first = head.notation.partition("-")[0]
    if document.is_letter and first in KIND_CODES.values():
        yield _error("II.3", f"Công văn không mang chữ viết tắt tên loại: hãy bỏ “{first}” trong ký hiệu.")
    if code and well_formed and first != code:
        yield _error("II.3", f"Ký hiệu của {official.sentence(document.kind)} bắt đầu bằng “{code}-”.")
    if head.number and not head.date:
        yield _error("II.4", "Văn bản đã có số thì phải có ngày, tháng, năm ban hành.")
    if head.number and not re.fullmatch(r"\d+[a-zđ]?", head.number):
        yield _error("II.3", "Số văn bản viết bằng chữ số Ả Rập.")
    if head.date and not head.place:
        yield _error("II.4", "Hãy ghi địa danh trước ngày, tháng, năm.")


def _lengths(document: official.OfficialDocument) -> Iterator[Finding]:
    signature = document.signature or official.Signature("")
    texts = {
        "notation": ("Ký hiệu", document.head.notation),
        "issuing_body": ("Tên cơ quan ban hành", document.head.issuing_body),
        "title": ("Trích yếu", document.title),
        "office": ("Chức vụ người ký", signature.office),
        "name": ("Họ tên người ký", signature.name),
    }
    for key, (label, text) in texts.items():
        if len(text) > MOST[key]:
            yield _warning(
                "PL VI", f"{label} dài {len(text)} ký tự; sổ văn bản điện tử nhận tối đa {MOST[key]}."
            )


def _subject(document: official.OfficialDocument) -> Iterator[Finding]:
    if not document.title:
        yield _error("II.5", "Văn bản chưa có trích yếu nội dung.")
    if document.is_letter and document.title.lower().startswith("v/v"):
        yield _error("II.5", "Trích yếu không cần viết “V/v”: chữ này được in sẵn.")
    if document.is_letter and not document.addressees:
        yield _error("II.9", "Công văn phải có nơi kính gửi.")


def _grounds(document: official.OfficialDocument) -> Iterator[Finding]:
    for ground in document.grounds:
        if not ground.startswith(("Căn cứ ", "Theo đề nghị ", "Thực hiện ", "Xét ")):
            yield _warning("II.6", f"Dòng căn cứ thường bắt đầu bằng “Căn cứ”: {ground[:60]}")


def _order(blocks: tuple[official.Block, ...], where: str) -> Iterator[Finding]:
    """Sections count through the document, items through a section, points through an item."""
    section = item = point = 0
    for block in blocks:
        number = getattr(block, "number", None)
        if number is None:
            continue
        if isinstance(block, official.Section):
            section, item, point, expected = number, 0, 0, section + 1
            label = f"mục {official.roman(number)}"
        elif isinstance(block, official.Item):
            item, point, expected, label = number, 0, item + 1, f"khoản {number}"
        else:
            point, expected = number, point + 1
            label = (
                f"điểm {official.lettered(number)}"
                if number <= len(official.ALPHABET)
                else f"điểm thứ {number}"
            )
        if number != expected:
            yield _error("II.6", f"{where}: {label} không nối tiếp số trước nó.")


def _appendices(document: official.OfficialDocument) -> Iterator[Finding]:
    said = " ".join(getattr(block, "text", "") for block in document.body).lower()
    said += " " + " ".join(document.addressees).lower()
    if document.appendices and not re.search(r"phụ lục|kèm theo|đính kèm", said):
        yield _error("III.1", "Nội dung chưa nhắc tới phụ lục kèm theo.")
    for number, appendix in enumerate(document.appendices, 1):
        if not appendix.title:
            yield _error("III.1", f"Phụ lục {official.roman(number)} chưa có tiêu đề.")
        yield from _order(appendix.blocks, f"Phụ lục {official.roman(number)}")


def _recipients(document: official.OfficialDocument) -> Iterator[Finding]:
    if not document.recipients:
        yield _error("II.9", "Văn bản chưa có nơi nhận.")
    elif not document.recipients[-1].startswith("Lưu: VT"):
        yield _error("II.9", "Dòng cuối của nơi nhận là “Lưu: VT, …”.")
    if document.is_letter and document.recipients and document.recipients[0] != "Như trên":
        yield _warning("II.9", "Nơi nhận của công văn thường bắt đầu bằng “Như trên”.")


def _signature(signature: official.Signature) -> Iterator[Finding]:
    last = signature.authority[-1] if signature.authority else ""
    for line in signature.authority:
        if not re.match(r"(?:TM|KT|TL|TUQ|Q)\. \S", line):
            yield _error("II.7", f"Quyền hạn ký viết “TM. ”, “KT. ”, “TL. ”, “TUQ. ” hoặc “Q. ”: {line}")
    if last.startswith("KT.") and not _DEPUTY.match(signature.office):
        yield _error("II.7", "Ký thay (KT.) là chữ ký của cấp phó: dòng dưới phải là chức vụ cấp phó.")
    if last.startswith(("TL.", "TUQ.")) and not _UNIT_HEAD.match(signature.office):
        yield _error(
            "II.7", "Thừa lệnh (TL.) hoặc thừa ủy quyền (TUQ.) do người đứng đầu đơn vị cấp dưới ký."
        )
    if not last and _DEPUTY.match(signature.office) and not signature.office.startswith("Q."):
        yield _error("II.7", "Cấp phó ký thì phải có dòng “KT.” trên chức vụ.")
    if signature.name and _RANK.match(signature.name):
        yield _error("II.7", "Trước họ tên người ký không ghi học hàm, học vị, danh hiệu.")
