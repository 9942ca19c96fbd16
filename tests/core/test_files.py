"""Files: immutable, hashed, known by their content, whole or not there at all."""

import io
import os
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import transaction

from bangvang.core import clock, files
from bangvang.core.errors import RuleViolation
from bangvang.core.models import StoredFile
from tests.factories.directory import World

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def packed(parts: dict[str, bytes]) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return memory.getvalue()


def docx(**more: bytes) -> bytes:
    return packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>", **more})


def test_a_file_is_kept_under_its_hash_and_read_back(world: World):
    stored = files.store(PDF, "Kế hoạch.pdf", by=world.chi, kinds={"pdf"})

    assert (stored.name, stored.media_type, stored.size) == ("Kế hoạch.pdf", "application/pdf", len(PDF))
    assert (stored.stored_by, files.read(stored)) == (world.chi, PDF)
    assert files.path_of(stored.sha256).read_bytes() == PDF


def test_the_same_content_lies_there_once(world: World, settings: LazySettings):
    for name in ("a.pdf", "b.pdf"):
        files.store(PDF, name, by=world.chi, kinds={"pdf"})
    assert StoredFile.objects.count() == 2
    assert len([each for each in Path(settings.FILES_DIR).glob("*/*") if each.is_file()]) == 1


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\Anh\\Kế hoạch.pdf", "Kế hoạch.pdf"),
        ("Ke\u0302\u0301 hoa\u0323ch\u0000.pdf", "Kế hoạch.pdf"),
        ("a" * 300 + ".pdf", "a" * 116 + ".pdf"),
        ("x\r\nSet-Cookie: a=b.pdf", "x Set-Cookie a=b.pdf"),
    ],
)
def test_a_name_loses_its_path_and_its_tricks(world: World, sent: str, kept: str):
    assert files.store(PDF, sent, by=world.chi, kinds={"pdf"}).name == kept


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "a.pdf", "rỗng"),
        (b"<html><script>", "a.pdf", "không phải là tệp PDF"),
        (b"MZ\x90", "a.exe", "Không nhận tệp “a.exe”. Hãy tải lên tệp PDF, Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.doc", "Lưu thành"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.docx", "không phải là tệp Word"),
        (b"PK\x03\x04 broken", "a.docx", "không phải là tệp Word"),
        (PDF, "a.docx", "không phải là tệp Word"),
        (docx(bomb=b"\x00" * 20_000_000), "a.docx", "nén bất thường"),
        (docx(**{"../../evil": b"x"}), "a.docx", "nén bất thường"),
        (b"%PDF-" + b"0" * (20 * 1024 * 1024), "a.pdf", "quá giới hạn 20 MB"),
    ],
)
def test_what_is_not_welcome_is_refused_with_a_sentence_and_nothing_is_kept(
    world: World, settings: LazySettings, data: bytes, name: str, sentence: str
):
    with pytest.raises(RuleViolation, match=sentence):
        files.store(data, name, by=world.chi, kinds={"pdf", "docx"})
    assert (StoredFile.objects.count(), list(Path(settings.FILES_DIR).glob("*"))) == (0, [])


def test_a_true_word_document_is_welcome(world: World):
    assert files.store(docx(), "a.docx", by=world.chi, kinds={"docx"}).size == len(docx())


def test_a_file_changed_on_the_disk_is_not_handed_out(world: World):
    stored = files.store(PDF, "a.pdf", by=world.chi, kinds={"pdf"})
    files.path_of(stored.sha256).write_bytes(PDF + b"x")
    with pytest.raises(files.Damaged, match="đã hỏng"):
        files.read(stored)
    files.path_of(stored.sha256).unlink()
    with pytest.raises(files.Damaged, match="Không thấy tệp"):
        files.read(stored)


def test_only_harmless_types_are_shown_in_the_page(world: World):
    pdf = files.response(files.store(PDF, "Kế hoạch.pdf", by=world.chi, kinds={"pdf"}), inline=True)
    text = files.response(files.store(b"abc", "a.txt", by=world.chi, kinds={"txt"}), inline=True)
    assert pdf["Content-Disposition"] == "inline; filename*=utf-8''K%E1%BA%BF%20ho%E1%BA%A1ch.pdf"
    assert text["Content-Disposition"] == 'attachment; filename="a.txt"'
    assert "script-src 'none'" in pdf["Content-Security-Policy"]


def test_sweeping_removes_only_old_content_without_a_row(world: World):
    kept = files.store(PDF, "a.pdf", by=world.chi, kinds={"pdf"})
    with transaction.atomic():
        lost = files.store(b"%PDF-lost", "b.pdf", by=world.chi, kinds={"pdf"})
        transaction.set_rollback(True)
    young = files.put(b"young")
    old = (clock.now() - timedelta(days=2)).timestamp()
    for sha256 in (kept.sha256, lost.sha256):
        os.utime(files.path_of(sha256), (old, old))

    assert files.sweep(date(2024, 4, 8)) == 1
    assert [files.path_of(each).exists() for each in (kept.sha256, lost.sha256, young)] == [True, False, True]
