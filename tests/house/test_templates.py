"""Every template is used; none holds a script, a style or an untranslated word."""

import re
from pathlib import Path

import pytest
from django.template import engines
from django.template.base import Lexer, TokenType

from tests.house.source import ROOT, modules, name_of, templates

VIETNAMESE = re.compile(
    r"[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.IGNORECASE
)
INLINE = re.compile(r"\sstyle=|\son[a-z]+=|\shx-on|<style|<script(?![^>]*\ssrc=)|javascript:", re.IGNORECASE)
# Names that are the same in both languages.
NAMES = re.compile(r"Bảng Vàng")
TAG = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
SHOWN = re.compile(r"""(?:aria-label|title|placeholder|alt|data-confirm|content)=(?:"([^"]*)"|'([^']*)')""")
# What is written in a language of its own says so: the names in the language switch.
IN_ITS_LANGUAGE = re.compile(r"""<(\w+)\b[^>]*\blang="[a-z]+"[^>]*>.*?</\1>""", re.DOTALL)
# The page of samples shows invented people.
SAMPLES = {"core/gallery.html"}
# Templates that Django, allauth or a form widget asks for by name.
ASKED_BY_OTHERS = re.compile(
    r"^(account|mfa|socialaccount|allauth|django)/|^(400|403|403_csrf|404|429|500)\.html$"
)


def test_every_template_is_used():
    code = [(ROOT / path).read_text("utf-8") for path in modules("bangvang")]
    everything = "\n".join([*code, *templates().values()])
    unused = [
        path.as_posix()
        for path in templates()
        if f'"{name_of(path)}' not in everything and not ASKED_BY_OTHERS.search(name_of(path))
    ]
    assert unused == []


@pytest.mark.parametrize("path", list(templates()), ids=str)
def test_a_template_holds_neither_script_nor_style(path: Path):
    assert [match[0] for match in INLINE.finditer(templates()[path])] == []


@pytest.mark.parametrize("path", [path for path in templates() if "demo" not in path.parts], ids=str)
def test_a_template_compiles(path: Path):
    engines["django"].from_string(templates()[path])


def left_untranslated(source: str) -> list[str]:
    """Vietnamese in text, in attributes that a person reads, or in a tag's arguments, outside translation tags."""
    found, inside = [], False
    kept = []
    for token in Lexer(source).tokenize():
        if token.token_type == TokenType.BLOCK:
            word = token.contents.split()[0]
            if word in {"blocktranslate", "blocktrans"}:
                inside = True
            elif word in {"endblocktranslate", "endblocktrans"}:
                inside = False
            elif word not in {"translate", "trans", "comment"} and VIETNAMESE.search(
                re.sub(r"_\((\"[^\"]*\"|'[^']*')\)", "", token.contents)
            ):
                found.append(token.contents)
        elif token.token_type == TokenType.VAR:
            if VIETNAMESE.search(re.sub(r"_\((\"[^\"]*\"|'[^']*')\)", "", token.contents)):
                found.append(token.contents)
        elif token.token_type == TokenType.TEXT and not inside:
            kept.append(token.contents)
    text = IN_ITS_LANGUAGE.sub("", NAMES.sub("", "\x00".join(kept)))
    shown = [match[1] or match[2] or "" for match in SHOWN.finditer(text)]
    return found + [each.strip() for each in [*TAG.split(text), *shown] if VIETNAMESE.search(each)]


@pytest.mark.parametrize("path", list(templates()), ids=str)
def test_a_template_says_nothing_that_english_readers_cannot_read(path: Path):
    if name_of(path) not in SAMPLES:
        assert left_untranslated(templates()[path]) == []


def test_untranslated_words_would_be_found():
    assert left_untranslated('<p title="Xóa">{% translate "Xóa" %}</p>{% include "a" with b="Sửa" %}<b>Lưu</b>') == [
        'include "a" with b="Sửa"', "Lưu", "Xóa",
    ]  # fmt: skip
