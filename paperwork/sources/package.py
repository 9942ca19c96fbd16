"""A Word file's package, opened with distrust: sizes, names and XML are checked before anything is believed."""

import io
import zipfile
import zlib
from typing import Any

from defusedxml import DefusedXmlException
from defusedxml import ElementTree as SafeTree

from paperwork.sources.refusal import Unreadable

_MIB = 1024 * 1024
LARGEST_TOTAL = 100 * _MIB
LARGEST_RATIO = 200
MOST_ENTRIES = 5000
_SMALL = 256 * 1024  # below this size a high ratio does no harm: an empty table packs very well

Element = Any  # xml.etree's Element; defusedxml's stubs do not export it


class Package:
    """The parts of one Word file."""

    def __init__(self, data: bytes, shown: str) -> None:
        self._shown = shown
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError):
            raise self._broken() from None
        self._check(entries)
        self._names = {entry.filename: entry for entry in entries}

    def _check(self, entries: list[zipfile.ZipInfo]) -> None:
        if len(entries) > MOST_ENTRIES:
            raise self._hostile("có quá nhiều thành phần bên trong")
        names = [entry.filename for entry in entries]
        if len(set(names)) != len(names) or any(_is_tricky(name) for name in names):
            raise self._hostile("có tên thành phần không hợp lệ bên trong")
        if any(entry.flag_bits & 0x1 for entry in entries):
            raise Unreadable(f"Tệp “{self._shown}” được đặt mật khẩu: hãy gỡ mật khẩu, lưu lại rồi gửi lại.")
        total = sum(entry.file_size for entry in entries)
        packed = sum(entry.compress_size for entry in entries)
        swollen = any(
            entry.file_size > _SMALL and entry.file_size > LARGEST_RATIO * max(entry.compress_size, 1)
            for entry in entries
        )
        if total > LARGEST_TOTAL or swollen or (total > _SMALL and total > LARGEST_RATIO * max(packed, 1)):
            raise self._hostile("bung ra quá lớn so với kích thước tệp")

    def _broken(self) -> Unreadable:
        return Unreadable(
            f"Tệp “{self._shown}” bị hỏng, không mở được: hãy mở bằng Word, lưu lại rồi gửi lại."
        )

    def _hostile(self, why: str) -> Unreadable:
        return Unreadable(
            f"Tệp “{self._shown}” không an toàn nên không được mở ({why}): hãy lưu lại bằng Word thành tệp "
            f".docx mới rồi gửi lại."
        )

    def has(self, name: str) -> bool:
        return name in self._names

    def names(self) -> list[str]:
        return list(self._names)

    def bytes_of(self, name: str) -> bytes:
        """One part, never more of it than it declares."""
        entry = self._names[name]
        try:
            with self._zip.open(entry) as stream:
                data = stream.read(entry.file_size + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            EOFError,
            NotImplementedError,
            RuntimeError,
            ValueError,
        ):
            raise self._broken() from None
        if len(data) != entry.file_size:
            raise self._broken()
        return data

    def tree(self, name: str) -> Element | None:
        """One XML part; entities and document types are refused, a part that is missing is None."""
        if name not in self._names:
            return None
        data = self.bytes_of(name)
        try:
            return SafeTree.fromstring(data, forbid_dtd=True, forbid_entities=True, forbid_external=True)
        except DefusedXmlException:
            raise self._hostile("có khai báo thực thể XML") from None
        except (SafeTree.ParseError, ValueError, LookupError, RecursionError):
            raise self._broken() from None


def _is_tricky(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return (
        not name
        or name.startswith(("/", "\\"))
        or ".." in parts
        or "\\" in name
        or "\x00" in name
        or ":" in name
    )
