"""Whatever the interface says can be said in both languages."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.source import modules
from tools import messages

VIETNAMESE = re.compile(
    r"[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.IGNORECASE
)
TRANSLATORS = {
    "_",
    "gettext",
    "gettext_lazy",
    "gettext_noop",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
}
# Vietnamese that is no interface text: the letters themselves, what the law and papers say, invented data, and the
# commands that operators type, who read Vietnamese.
DATA = (
    "bangvang/cli/",
    "bangvang/demo/",
    "bangvang/config/settings.py",
    "bangvang/core/text.py",
    "bangvang/core/screen_fonts.py",
    "bangvang/core/sheet_words.py",
    "bangvang/core/views/gallery.py",
    "bangvang/directory/composition.py",
    "bangvang/directory/phrases.py",
    "bangvang/training/queries/papers.py",
)
# Single words of papers and of the trail, which are Vietnamese whoever reads them.
WORDS = {"KẾ HOẠCH", "TM. ỦY BAN NHÂN DÂN", "Phó ", "Hệ thống"}
NAMES = re.compile(r"Bảng Vàng")


def constants(tree: ast.Module) -> Iterator[ast.Constant]:
    """Every text outside docstrings and outside translation calls."""
    skipped: set[int] = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            skipped |= {id(each) for each in ast.walk(body[0])}
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in TRANSLATORS:
            skipped |= {id(each) for argument in node.args for each in ast.walk(argument)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
            yield node


@pytest.mark.parametrize("path", list(modules("bangvang")), ids=str)
def test_no_sentence_stands_outside_gettext(path: Path):
    if path.as_posix().startswith(DATA):
        return
    found = [
        f"{path}:{node.lineno} {node.value!r}"
        for node in constants(modules("bangvang")[path])
        if node.value not in WORDS and VIETNAMESE.search(NAMES.sub("", node.value))
    ]
    assert found == []


def test_every_listed_data_module_stands():
    paths = [path.as_posix() for path in modules("bangvang")]
    assert [each for each in DATA if not any(path.startswith(each) for path in paths)] == []


def test_the_catalogues_are_complete_and_compiled():
    assert messages.problems() == []


def test_a_sentence_is_found_under_any_name_and_in_any_tag():
    code = 'from django.utils.translation import gettext_lazy as vn\nx = vn("Một " "hai")\ny = ngettext("a", "b", n)'
    code += '\nz = pgettext("người ký", "Họ tên")'
    assert [(each.text, each.plural, each.context) for each in messages.in_python(code, "x.py")] == [
        ("Một hai", "", ""),
        ("a", "b", ""),
        ("Họ tên", "", "người ký"),
    ]
    page = '{% translate "Xóa" %}{% blocktranslate count n=n %}Có {{ n }} việc{% plural %}Có {{ n }} việc'
    page += '{% endblocktranslate %}{{ x|default:_("Chưa có") }}'
    assert [(each.text, each.plural) for each in messages.in_template(page, "x.html")] == [
        ("Xóa", ""), ("Có %(n)s việc", "Có %(n)s việc"), ("Chưa có", ""),
    ]  # fmt: skip
