"""Files are immutable, hashed, type-checked by content and private.

The content lies under the hash of its bytes, so it is written once and never changed; the row says who stored it under
which name. A file whose transaction was rolled back leaves only content that nobody refers to; `sweep` removes it.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Final

from django.conf import settings
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangvang.core import clock, sniff, text
from bangvang.core.actions import System
from bangvang.core.errors import DomainError, RuleViolation
from bangvang.core.models import StoredFile

LONGEST_NAME: Final = 120
# What a browser may show inside a page; everything else is handed over as a download.
SHOWN_INLINE: Final = {"application/pdf", "image/png", "image/jpeg"}


class Damaged(DomainError):
    """What lies on the disk is not what was stored."""

    status = 500


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of file: what it is called, how it is served, and how its content is known."""

    label: str | Promise
    media_type: str
    looks_so: Callable[[bytes], bool]


KINDS: Final[dict[str, Kind]] = {
    "pdf": Kind("PDF", "application/pdf", sniff.is_pdf),
    "docx": Kind(
        "Word (.docx)",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        sniff.is_docx,
    ),
    "xlsx": Kind(
        "Excel (.xlsx)", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", sniff.is_xlsx
    ),
    "ods": Kind("ODS", "application/vnd.oasis.opendocument.spreadsheet", sniff.is_ods),
    "xls": Kind("Excel 97 (.xls)", "application/vnd.ms-excel", sniff.is_ole),
    "png": Kind("PNG", "image/png", sniff.is_png),
    "jpg": Kind("JPEG", "image/jpeg", sniff.is_jpeg),
    "md": Kind("Markdown (.md)", "text/markdown; charset=utf-8", sniff.is_text),
    "txt": Kind(gettext_lazy("văn bản thuần (.txt)"), "text/plain; charset=utf-8", sniff.is_text),
    "csv": Kind("CSV", "text/csv; charset=utf-8", sniff.is_text),
}
_ALIASES: Final = {"jpeg": "jpg", "markdown": "md", "text": "txt"}


def clean_name(name: str) -> str:
    """The last part of whatever path the browser sent, in NFC, without control characters, not too long."""
    last = PureWindowsPath(PurePosixPath(name).name).name
    kept = text.clean("".join(" " if c in '<>:"/\\|?*' else c for c in last)).strip(". ")
    stem, dot, ending = kept.rpartition(".")
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}{dot}{ending}" if dot else kept[:LONGEST_NAME]


def kind_of(data: bytes, name: str, kinds: set[str]) -> str:
    """The key in KINDS of this upload, or a `RuleViolation` that says what is wrong with it and what to do."""
    limit = settings.UPLOAD_LIMIT_MB
    welcome = ", ".join(str(KINDS[key].label) for key in KINDS if key in kinds)
    if not data:
        raise RuleViolation(_("Tệp “%(name)s” rỗng (0 byte). Hãy chọn lại tệp có nội dung.") % {"name": name})
    if len(data) > limit * 1024 * 1024:
        raise RuleViolation(
            _("Tệp “%(name)s” nặng %(size)s MB, quá giới hạn %(limit)s MB. Hãy rút gọn rồi tải lại.")
            % {"name": name, "size": f"{len(data) / 1024 / 1024:.1f}".replace(".", ","), "limit": limit}
        )
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    key = _ALIASES.get(ending, ending)
    if key == "doc" and sniff.is_ole(data):
        raise RuleViolation(
            _("Tệp .doc là dạng Word cũ. Hãy mở bằng Word, chọn “Lưu thành” dạng .docx rồi tải lại.")
        )
    if key not in kinds:
        raise RuleViolation(
            _("Không nhận tệp “%(name)s”. Hãy tải lên tệp %(welcome)s.") % {"name": name, "welcome": welcome}
        )
    if not KINDS[key].looks_so(data):
        raise RuleViolation(
            _("Tệp “%(name)s” không phải là tệp %(label)s: nội dung không khớp với phần đuôi của tên.")
            % {"name": name, "label": KINDS[key].label}
        )
    if key in {"docx", "xlsx", "ods"} and not sniff.is_safe_zip(data):
        raise RuleViolation(
            _(
                "Tệp “%(name)s” nén bất thường nên không được nhận. Hãy lưu lại từ Word hoặc Excel rồi tải lại."
            )
            % {"name": name}
        )
    return key


def path_of(sha256: str) -> Path:
    """Where the content with this hash lies."""
    return Path(settings.FILES_DIR) / sha256[:2] / sha256


def put(data: bytes) -> str:
    """Write the content whole or not at all, and return its hash. Content that lies there already is kept."""
    sha256 = hashlib.sha256(data).hexdigest()
    place = path_of(sha256)
    if place.exists():
        place.touch()  # `sweep` leaves young content alone: a transaction may be about to refer to it
        return sha256
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=".new-", dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, place)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return sha256


def store(data: bytes, name: str, *, by: object, kinds: set[str]) -> StoredFile:
    """Check and keep a file. Called inside an action, so the row stands or falls with it."""
    name = clean_name(name) or "tep"
    key = kind_of(data, name, kinds)
    return StoredFile.objects.create(
        sha256=put(data),
        name=name,
        media_type=KINDS[key].media_type,
        size=len(data),
        stored_at=clock.now(),
        stored_by_id=None if isinstance(by, System) else getattr(by, "pk", None),
    )


def read(stored: StoredFile) -> bytes:
    """The bytes as they were stored; `Damaged` when the disk no longer holds exactly them."""
    try:
        data = path_of(stored.sha256).read_bytes()
    except FileNotFoundError:
        raise Damaged(
            _("Không thấy tệp “%(name)s” trong kho. Hãy báo quản trị hệ thống phục hồi từ bản sao lưu.")
            % {"name": stored.name}
        ) from None
    if hashlib.sha256(data).hexdigest() != stored.sha256:
        raise Damaged(
            _("Tệp “%(name)s” trong kho đã hỏng. Hãy báo quản trị hệ thống phục hồi từ bản sao lưu.")
            % {"name": stored.name}
        )
    return data


def response(stored: StoredFile, *, inline: bool = False) -> HttpResponse:
    """The file as an answer. The view has already asked whether this person may see it."""
    return answer(read(stored), stored.name, stored.media_type, inline=inline)


def answer(data: bytes, name: str, media_type: str, *, inline: bool = False) -> HttpResponse:
    """Bytes as an answer: stored ones, or a paper printed for a preview."""
    shown = inline and media_type in SHOWN_INLINE
    given = HttpResponse(data, content_type=media_type)
    given["Content-Disposition"] = content_disposition_header(not shown, name) or "attachment"
    given["Cache-Control"] = "private, no-store"
    # A PDF is drawn by the browser's own viewer, which the page's policy would block.
    given["Content-Security-Policy"] = "script-src 'none'; form-action 'none'; frame-ancestors 'self'"
    return given


def sweep(on: date) -> int:
    """Remove content that no row refers to and that is older than a day; returns how many."""
    removed = 0
    limit = (clock.now() - timedelta(days=1)).timestamp()
    known = set(StoredFile.objects.order_by("sha256").values_list("sha256", flat=True).distinct())
    for place in sorted(Path(settings.FILES_DIR).glob("??/*")):
        if place.name not in known and place.stat().st_mtime < limit:
            place.unlink(missing_ok=True)
            removed += 1
    return removed
