"""Characters: UTF-8 and UTF-16 are read; the encodings from before Unicode (TCVN3, VNI) are named and refused."""

import re
import unicodedata

from paperwork.sources.refusal import Unreadable


def decode(data: bytes, shown: str) -> str:
    """The characters of a text file, composed (NFC); legacy Vietnamese encodings are named and refused."""
    text = _utf(data)
    if _is_binary(data[:65536] if text is None else text[:65536].encode()):
        raise Unreadable(
            f"Tệp “{shown}” không thuộc loại đọc được: hãy gửi kế hoạch ở dạng .docx, PDF có chữ, Markdown "
            f"hoặc văn bản UTF-8."
        )
    if text is None:
        legacy = legacy_encoding(data.decode("cp1252", "replace")) or legacy_encoding(data.decode("latin-1"))
        if legacy:
            raise Unreadable(legacy_sentence(shown, legacy))
        raise Unreadable(
            f"Tệp “{shown}” không dùng bảng mã UTF-8: hãy mở tệp, lưu lại với bảng mã UTF-8 (Unicode) rồi gửi lại."
        )
    if not text.strip():
        raise Unreadable(f"Tệp “{shown}” không có chữ nào: hãy kiểm tra lại tệp rồi gửi lại bản có nội dung.")
    legacy = legacy_encoding(text)
    if legacy:
        raise Unreadable(legacy_sentence(shown, legacy))
    return unicodedata.normalize("NFC", text)


def _utf(data: bytes) -> str | None:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif data[1:2] == b"\x00" and data[:64:2].isascii() and data[:200].count(b"\x00") * 3 > len(data[:200]):
        encoding = "utf-16-le"
    elif data[:1] == b"\x00" and data[:200].count(b"\x00") * 3 > len(data[:200]):
        encoding = "utf-16-be"
    else:
        encoding = "utf-8-sig"
    try:
        return data.decode(encoding).lstrip("\ufeff")
    except UnicodeDecodeError:
        return None


def _is_binary(data: bytes) -> bool:
    control = sum(data.count(code) for code in range(32) if code not in {9, 10, 11, 12, 13, 27})
    return control * 50 > max(len(data), 1) or b"\x00" in data


def legacy_sentence(shown: str, legacy: str) -> str:
    return (
        f"Tệp “{shown}” dùng bảng mã cũ {legacy}: "
        "hãy chuyển sang Unicode (ví dụ bằng Unikey Toolkit), lưu lại rồi gửi lại."
    )


def legacy_encoding(text: str) -> str:
    """ "TCVN3" or "VNI" where the letters show it; empty for Unicode text."""
    letters = sum(1 for char in text if char.isalpha() or char in _TCVN3_SIGNS)
    own = sum(
        1
        for char in text
        if "\u1ea0" <= char <= "\u1ef9" or char in "ăâđêôơưĂÂĐÊÔƠƯ\u0300\u0301\u0303\u0309\u0323"
    )
    if letters < 20 or (
        max(text, default="") >= "\u1ea0" and sum(1 for c in text if "\u1ea0" <= c <= "\u1ef9") * 40 > letters
    ):
        return ""
    signs = sum(text.count(sign) for sign in _TCVN3_SIGNS)
    if signs >= 3 and signs * 60 > letters:
        return "TCVN3 (ABC)"
    pairs = len(re.findall(r"[aeouyAEOUYöÖôÔ][ùøûõïâáàåäãéèúüëêÙØÛÕÏÂÁÀÅÄÃÉÈÚÜËÊ]|ñ|Ñ|[öÖ]|ô[ùøûõï]", text))
    if pairs >= 4 and pairs * 25 > letters and pairs > own // 2:
        return "VNI"
    return ""


_TCVN3_SIGNS = "¸µ¶·¹¨»¾¼½Æ©®¬ª\xad§¦¢£¤¥¡"  # noqa: RUF001
