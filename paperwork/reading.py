"""`read_plan`: what a file is (by its content, not its name), read by its format, understood as a plan."""

import re
import unicodedata
from typing import TYPE_CHECKING

from paperwork.plan_parser import assemble
from paperwork.sources.refusal import Unreadable

if TYPE_CHECKING:
    from paperwork.plan import Plan
    from paperwork.sources.block import Paper

__all__ = ["LARGEST", "Unreadable", "read_plan", "shown_name"]

LARGEST = 20 * 1024 * 1024


def read_plan(data: bytes, name: str) -> "Plan":
    """The plan in this file; `name` serves only to speak of it."""
    shown = shown_name(name)
    if not data:
        raise Unreadable(f"Tệp “{shown}” rỗng (0 byte): hãy kiểm tra lại tệp rồi gửi lại bản có nội dung.")
    if len(data) > LARGEST:
        raise Unreadable(
            f"Tệp “{shown}” lớn hơn 20 MB: hãy giảm dung lượng ảnh hoặc tách phụ lục rồi gửi lại."
        )
    paper = _paper(data, shown)
    try:
        return assemble.parse(paper)
    except assemble.NotAPlan as error:
        raise Unreadable(_not_a_plan(shown, str(error))) from None


def shown_name(name: str) -> str:
    """The last part of a path, on one line and not too long."""
    last = re.split(r"[\\/]", name)[-1] or "không tên"
    clean = "".join(char if char.isprintable() else " " for char in unicodedata.normalize("NFC", last))
    return clean if len(clean) <= 80 else clean[:77] + "…"


def _not_a_plan(shown: str, seems: str) -> str:
    if not seems:
        return f"Tệp “{shown}” không phải là kế hoạch (không thấy dòng tên loại KẾ HOẠCH): hãy chọn đúng tệp kế hoạch."
    return f"Tệp “{shown}” không phải là kế hoạch mà có vẻ là {seems}: hãy chọn đúng tệp kế hoạch."


def _paper(data: bytes, shown: str) -> "Paper":
    # each format's reader is imported for its own files only: a text must not pay for the libraries of Word and PDF
    if b"%PDF-" in data[:1024]:
        from paperwork.sources import pdf  # noqa: PLC0415

        return pdf.read(data, shown)
    if data[:4] in {b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"}:
        from paperwork.sources import docx  # noqa: PLC0415

        return docx.read(data, shown)
    _refuse_other_formats(data, shown)
    from paperwork.sources import encoding, text  # noqa: PLC0415

    return text.read(encoding.decode(data, shown))


def _refuse_other_formats(data: bytes, shown: str) -> None:
    start = data[:64]
    if start.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Unreadable(
                f"Tệp “{shown}” được đặt mật khẩu: hãy mở bằng Word, gỡ mật khẩu, lưu lại rồi gửi lại."
            )
        if "WordDocument".encode("utf-16-le") in data:
            raise Unreadable(
                f"Tệp “{shown}” là Word đời cũ (.doc): hãy mở bằng Word, chọn Lưu thành (Save As), kiểu Word "
                f"Document (.docx), rồi gửi lại."
            )
        raise Unreadable(
            f"Tệp “{shown}” là tệp Office đời cũ, không phải văn bản Word: hãy lưu kế hoạch thành .docx hoặc "
            f"PDF rồi gửi lại."
        )
    if start.startswith(b"{\\rtf"):
        raise Unreadable(
            f"Tệp “{shown}” là RTF: hãy mở bằng Word, chọn Lưu thành (Save As), kiểu Word Document (.docx), "
            f"rồi gửi lại."
        )
    if re.match(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html)", start, re.IGNORECASE):
        raise Unreadable(f"Tệp “{shown}” là trang web (HTML): hãy mở bằng Word, lưu thành .docx rồi gửi lại.")
    if (
        start.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM"))
        and b"\x00" in data[:512]
    ):
        raise Unreadable(f"Tệp “{shown}” là ảnh, không có chữ để đọc: hãy gửi bản Word hoặc PDF có chữ.")
    if start.startswith((b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        raise Unreadable(f"Tệp “{shown}” là tệp nén: hãy giải nén rồi gửi riêng tệp kế hoạch.")
