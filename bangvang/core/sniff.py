"""What a file is, told by its bytes and never by its name alone."""

import io
import zipfile
from typing import Final

MOST_ENTRIES: Final = 5_000
MOST_UNPACKED: Final = 100 * 1024 * 1024
MOST_RATIO: Final = 200
SMALL: Final = 1024 * 1024  # below this a high ratio does no harm: XML of a short document packs very well


def is_pdf(data: bytes) -> bool:
    """A PDF says so within its first kilobyte."""
    return b"%PDF-" in data[:1024]


def is_png(data: bytes) -> bool:
    """The eight bytes of a PNG."""
    return data.startswith(b"\x89PNG\r\n\x1a\n")


def is_jpeg(data: bytes) -> bool:
    """The start of a JPEG."""
    return data.startswith(b"\xff\xd8\xff")


def is_ole(data: bytes) -> bool:
    """The old container of Office 97 (.doc, .xls), also of encrypted Office files."""
    return data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


def is_text(data: bytes) -> bool:
    """Text of any eight-bit encoding, or UTF-16 with its mark; the reader decides which and refuses by name."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return b"\x00" not in data and not (is_pdf(data) or is_ole(data) or data.startswith(b"PK\x03\x04"))


def _names(data: bytes) -> set[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {each.filename for each in archive.infolist()[: MOST_ENTRIES + 1]}
    except (zipfile.BadZipFile, ValueError, OSError):
        return set()


def is_docx(data: bytes) -> bool:
    """A ZIP with the main part of a Word document."""
    return {"[Content_Types].xml", "word/document.xml"} <= _names(data)


def is_xlsx(data: bytes) -> bool:
    """A ZIP with the main part of an Excel workbook."""
    return {"[Content_Types].xml", "xl/workbook.xml"} <= _names(data)


def is_ods(data: bytes) -> bool:
    """A ZIP that calls itself an OpenDocument spreadsheet."""
    return {"mimetype", "content.xml"} <= _names(data) and b"opendocument.spreadsheet" in data[:200]


def is_safe_zip(data: bytes) -> bool:
    """Neither a bomb nor a maze: few entries, a bounded size, no path that climbs out. Nothing is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return False
    unpacked = sum(each.file_size for each in entries)
    packed = sum(each.compress_size for each in entries) or 1
    climbs = any(
        each.filename.startswith(("/", "\\")) or ".." in each.filename.split("/") for each in entries
    )
    return (
        len(entries) <= MOST_ENTRIES
        and unpacked <= MOST_UNPACKED
        and (unpacked <= SMALL or unpacked / packed <= MOST_RATIO)
        and not climbs
    )
