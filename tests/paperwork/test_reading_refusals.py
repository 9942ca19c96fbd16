"""Every file that is no readable plan gets one sentence that says what happened and what to do."""

import io
import os
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pypdf
import pytest
import typst

from paperwork import cli, reading

PLAN = "KẾ HOẠCH\nTập huấn năm 2024\n\nI. MỤC ĐÍCH\n- Nâng cao kỹ năng.\n"


def refusal(data: bytes, name: str = "ke-hoach.docx") -> str:
    with pytest.raises(reading.Unreadable) as caught:
        reading.read_plan(data, name)
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert sentence.endswith(".")
    assert sentence.count(". ") == 0
    return sentence


def word(*lines: str) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def repacked(
    data: bytes, change: Callable[[str, bytes], bytes | None], extra: dict[str, bytes] | None = None
) -> bytes:
    """A Word file with some parts changed, dropped or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            part = change(entry.filename, old.read(entry))
            if part is not None:
                new.writestr(entry.filename, part)
        for name, part in (extra or {}).items():
            new.writestr(name, part)
    return out.getvalue()


def kept(_name: str, part: bytes) -> bytes:
    return part


def test_an_empty_file() -> None:
    assert (
        refusal(b"", "a.md") == "Tệp “a.md” rỗng (0 byte): hãy kiểm tra lại tệp rồi gửi lại bản có nội dung."
    )


def test_a_file_over_twenty_megabytes() -> None:
    assert "lớn hơn 20 MB" in refusal(b"x" * (20 * 1024 * 1024 + 1), "a.txt")


def test_the_name_shown_is_the_last_part_on_one_line() -> None:
    assert "“mật\u2003khẩu.txt”".replace("\u2003", " ") in refusal(b"", "../../etc/mật\nkhẩu.txt")


@pytest.mark.parametrize(
    ("head", "says"),
    [
        ("QUYẾT ĐỊNH\nVề việc khen thưởng", "QUYẾT ĐỊNH"),
        ("BÁO CÁO\nKết quả phong trào thi đua năm 2024", "BÁO CÁO"),
        ("TỜ TRÌNH\nVề việc đề nghị khen thưởng", "TỜ TRÌNH"),
        ("GIẤY MỜI\nDự hội nghị", "GIẤY MỜI"),
        ("LUẬT\nTHI ĐUA, KHEN THƯỞNG", "LUẬT"),
        ("V/v cử người dự tập huấn\n\nKính gửi: Các phòng, ban.", "công văn"),
        ("Tên | Số | Ngày\n--- | --- | ---\nA | 1 | 2\nB | 3 | 4", "bảng số liệu"),
        ("Mua sữa, trứng và bánh mì.", "không thấy dòng tên loại KẾ HOẠCH"),
    ],
)
def test_a_paper_that_is_no_plan_is_told_what_it_seems_to_be(head: str, says: str) -> None:
    assert says in refusal(f"{head}\n\nI. NỘI DUNG\n- Một.\n".encode(), "a.md")


def test_a_plan_attached_to_its_decision_is_read() -> None:
    text = (
        f"QUYẾT ĐỊNH\nVề việc ban hành Kế hoạch\n\nĐiều 1. Ban hành.\n\nKẾ HOẠCH\nTập huấn năm 2025\n(Kèm "
        f"theo Quyết định số 5/QĐ-UBND)\n\n{PLAN[30:]}"
    )
    assert reading.read_plan(text.encode(), "a.md").document.title == "Tập huấn năm 2025"


def test_legacy_text_is_refused_by_name() -> None:
    tcvn3 = "KÕ ho¹ch tËp huÊn nghiÖp vô c«ng t¸c thi ®ua, khen th­ëng cña Uû ban nh©n d©n huyÖn"  # noqa: RUF001
    vni = "Keá hoaïch taäp huaán nghieäp vuï coâng taùc thi ñua, khen thöôûng cuûa UÛy ban nhaân daân huyeän"
    assert "TCVN3 (ABC)" in refusal(tcvn3.encode("latin-1"), "a.txt")
    assert "TCVN3 (ABC)" in refusal(tcvn3.encode(), "a.txt")
    assert "VNI" in refusal(vni.encode("cp1252"), "a.txt")
    assert "VNI" in refusal(vni.encode(), "a.txt")
    assert "TCVN3 (ABC)" in refusal(word("KÕ ho¹ch", tcvn3))
    assert "VNI" in refusal(word(vni, vni))


def test_text_of_another_encoding_is_told_to_become_utf8() -> None:
    assert "UTF-8" in refusal("Kế hoạch tập huấn".encode("cp1258", "replace") + b"\xe9\xe8", "a.txt")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "WordDocument".encode("utf-16-le"),
            "Word Document (.docx)",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"),
            "mật khẩu",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "Workbook".encode("utf-16-le"),
            "Office đời cũ",
        ),
        (b"{\\rtf1\\ansi K\\'ea}", "RTF"),
        (b"<!DOCTYPE html><html><body>x</body></html>", "HTML"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 64, "ảnh"),
        (b"Rar!\x1a\x07\x00" + b"\x00" * 64, "nén"),
        (bytes(range(256)) * 4, "không thuộc loại đọc được"),
        (b"   \n\n", "không có chữ nào"),
    ],
)
def test_other_formats_are_known_by_their_content(data: bytes, says: str) -> None:
    assert says in refusal(data)


def test_a_word_file_cut_short_is_broken() -> None:
    assert "bị hỏng" in refusal(word("KẾ HOẠCH")[:-200])
    assert "bị hỏng" in refusal(b"PK\x03\x04" + b"rubbish" * 20)


def test_a_word_file_with_a_damaged_part_is_broken() -> None:
    data = bytearray(word("KẾ HOẠCH", *["dòng"] * 300))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as package:
        entry = package.getinfo("word/document.xml")
    start = entry.header_offset + 30 + len(entry.filename) + 40
    data[start : start + 30] = b"\xff" * 30
    assert "bị hỏng" in refusal(bytes(data))


def test_xml_that_does_not_parse_is_broken() -> None:
    broken = repacked(
        word("KẾ HOẠCH"), lambda name, part: b"<w:document" if name == "word/document.xml" else part
    )
    assert "bị hỏng" in refusal(broken)


def test_xml_entities_are_refused() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'
    external = b'<?xml version="1.0"?><!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'
    for part in (bomb, external):
        assert "thực thể XML" in refusal(
            repacked(word("x"), lambda name, old, part=part: part if name == "word/document.xml" else old)
        )
        assert "thực thể XML" in refusal(
            repacked(word("x"), lambda name, old, part=part: part if name == "word/styles.xml" else old)
        )


def test_a_zip_bomb_is_refused_before_it_is_opened() -> None:
    assert "quá lớn" in refusal(repacked(word("x"), kept, {"word/media/a.bin": b"\x00" * (60 * 1024 * 1024)}))
    filler = os.urandom(1024 * 1024)
    assert "quá lớn" in refusal(
        repacked(word("x"), kept, {f"word/m{at}.bin": b"\x00" * 11_000_000 + filler for at in range(10)})
    )


def test_a_part_larger_than_it_declares_is_refused() -> None:
    data = bytearray(word("KẾ HOẠCH", *["dòng"] * 5000))
    at = data.rindex(b"word/document.xml") - 46
    assert data[at : at + 4] == b"PK\x01\x02"
    data[at + 24 : at + 28] = struct.pack("<I", 1000)
    assert "bị hỏng" in refusal(bytes(data))


def test_too_many_parts_are_refused() -> None:
    assert "quá nhiều" in refusal(repacked(word("x"), kept, {f"word/{at}": b"" for at in range(5001)}))


@pytest.mark.parametrize("name", ["../evil", "/etc/passwd", "word\\..\\x", "C:/x", "word/../../x"])
def test_tricks_in_names_are_refused(name: str) -> None:
    data = repacked(word("x"), kept, {name.replace("\\", "~"): b"x"}).replace(
        name.replace("\\", "~").encode(), name.encode()
    )
    assert "tên thành phần không hợp lệ" in refusal(data)


def test_other_zip_files_are_named() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("xl/workbook.xml", "<x/>")
    assert "Excel" in refusal(out.getvalue())


def pdf(source: str) -> bytes:
    return bytes(typst.compile(source.encode()))


def test_a_pdf_without_text_is_a_scan() -> None:
    assert "bản quét" in refusal(pdf("#rect(width: 5cm, height: 5cm, fill: gray)"), "a.pdf")


def test_a_locked_pdf_is_told_to_be_unlocked() -> None:
    writer = pypdf.PdfWriter(io.BytesIO(pdf("KẾ HOẠCH")))
    writer.encrypt("bí mật")
    out = io.BytesIO()
    writer.write(out)
    assert "mật khẩu" in refusal(out.getvalue(), "a.pdf")


def test_a_broken_pdf_is_told_to_be_exported_again() -> None:
    assert "bị hỏng" in refusal(b"%PDF-1.7\nrubbish", "a.pdf")
    assert "bị hỏng" in refusal(pdf("KẾ HOẠCH")[:700], "a.pdf")


# --- the command -------------------------------------------------------------------------------------------------


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    program = "import sys; from paperwork import cli; sys.exit(cli.read_plan(sys.argv[1:]))"
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        check=False,
        env={**os.environ, **environment},
    )


def assert_one_sentence(done: subprocess.CompletedProcess[bytes], says: str) -> None:
    assert done.returncode == 2
    assert done.stdout == b""
    lines = done.stderr.decode().splitlines()
    assert len(lines) == 1
    assert says in lines[0]


def test_the_command_prints_json_in_any_locale(tmp_path: Path) -> None:
    path = tmp_path / "kế hoạch.md"
    path.write_text(PLAN, encoding="utf-8")
    done = run(str(path), LANG="C", LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, b"")
    assert '"title": "Tập huấn năm 2024"' in done.stdout.decode()


def test_the_command_refuses_in_one_sentence(tmp_path: Path) -> None:
    locked = tmp_path / "locked.md"
    locked.write_text(PLAN, encoding="utf-8")
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\ntrailer<</Root 1 0 R>>")
    assert_one_sentence(run(str(tmp_path / "absent.md")), "Không có tệp “absent.md”")
    assert_one_sentence(run(str(tmp_path)), "là thư mục")
    assert_one_sentence(run(), "đúng một tệp")
    assert_one_sentence(run("a", "b"), "đúng một tệp")
    assert_one_sentence(run(str(broken), LANG="C", LC_ALL="C", PYTHONIOENCODING="ascii"), "broken.pdf")
    assert_one_sentence(run(str(locked / "below")), "Không có tệp")


def test_a_file_that_may_not_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = tmp_path / "kín.md"
    path.write_text(PLAN, encoding="utf-8")
    path.chmod(0)
    if os.access(path, os.R_OK):  # root reads everything: the operating system's answer is given in its place

        def deny(*_: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr("builtins.open", deny)
    status = cli.read_plan([str(path)])
    monkeypatch.undo()
    written = capfdbinary.readouterr()
    assert (status, written.out) == (2, b"")
    assert "Không có quyền đọc tệp" in written.err.decode()


def test_a_reader_that_goes_away_is_no_complaint(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(PLAN + "- Nội dung dài.\n" * 20000, encoding="utf-8")
    program = "import sys; from paperwork import cli; sys.exit(cli.read_plan(sys.argv[1:]))"
    with subprocess.Popen(
        [sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
