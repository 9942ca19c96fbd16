"""Keep the language catalogues: find every sentence, merge, compile. `--check` changes nothing and says what is wrong.

The source language is Vietnamese, so `locale/en` translates our own sentences. `locale/vi` translates the English
sentences of Django and allauth that reach a person and have no Vietnamese of their own; the pages of allauth that are
open here have templates of ours. Needs no GNU gettext.
"""

import ast
import gettext
import importlib.util
import io
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "bangvang" / "locale"
OWN = (ROOT / "bangvang", ROOT / "paperwork")
# Parts of other packages whose sentences reach a person here.
BORROWED = {
    "django": (
        "forms",
        "core/paginator.py",
        "utils/ipv6.py", "core/validators.py", "db/models/fields", "db/models/base.py", "db/models/constraints.py",
        "contrib/auth/forms.py", "contrib/auth/password_validation.py", "utils/timesince.py", "utils/dates.py",
        "utils/text.py",
    ),
    "allauth": ("account", "mfa", "core", "socialaccount/adapter.py", "socialaccount/forms.py"),
}  # fmt: skip
# How many texts each function takes, and whether the first is a context.
PLACES = {
    "_": (1, False), "gettext": (1, False), "gettext_lazy": (1, False), "gettext_noop": (1, False),
    "ngettext": (2, False), "ngettext_lazy": (2, False), "pgettext": (2, True), "pgettext_lazy": (2, True),
}  # fmt: skip
TEXT = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
CALL = re.compile(rf"(?<!\w)(n|p)?(?:gettext|_)\({TEXT}(?:,\s*{TEXT})?")
HOLES = re.compile(r"%(?:\((\w+)\))?[sd]")
WRITTEN = datetime(2024, 4, 8, tzinfo=UTC)


@dataclass(frozen=True, order=True)
class Sentence:
    """A msgid, its plural and its context where it has them, and the file where it stands."""

    text: str
    plural: str
    context: str
    file: str

    @property
    def key(self) -> str | tuple[str, str]:
        return (self.text, self.plural) if self.plural else self.text


def in_python(source: str, file: str) -> Iterator[Sentence]:
    """Sentences inside gettext calls, under whatever name the module imported them."""
    tree = ast.parse(source)
    names = dict(PLACES)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            names |= {
                each.asname: PLACES[each.name] for each in node.names if each.asname and each.name in PLACES
            }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        texts = [
            each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)
        ]
        if called in names and len(texts) >= names[called][0]:
            yield _sentence(texts, *names[called], file)


def _sentence(texts: list[str], count: int, has_context: bool, file: str) -> Sentence:
    if has_context:
        return Sentence(texts[1], "", texts[0], file)
    return Sentence(texts[0], texts[1] if count == 2 else "", "", file)


def in_template(source: str, file: str) -> Iterator[Sentence]:
    """Sentences inside translation tags and `_("…")` filters' arguments."""
    for match in CALL.finditer(templatize(source, origin=file)):
        texts = [ast.literal_eval(each) for each in match.groups()[1:] if each]
        if len(texts) == 2 or not match[1]:
            yield _sentence(texts, 2 if match[1] == "n" else 1, match[1] == "p", file)


def in_folder(folder: Path, base: Path) -> Iterator[Sentence]:
    """Every sentence of the Python files and templates in a folder, or of one file."""
    paths = sorted(folder.rglob("*")) if folder.is_dir() else [folder]
    for path in paths:
        if "migrations" in path.parts or "tests" in path.parts:
            continue
        if path.suffix == ".py":
            yield from in_python(path.read_text(encoding="utf-8"), path.relative_to(base).as_posix())
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            yield from in_template(path.read_text(encoding="utf-8"), path.relative_to(base).as_posix())


def own() -> list[Sentence]:
    """Our own sentences."""
    return sorted({each for folder in OWN for each in in_folder(folder, ROOT) if each.text})


def borrowed() -> list[Sentence]:
    """Sentences of others that have no Vietnamese translation of their own."""
    found: set[Sentence] = set()
    for package, parts in BORROWED.items():
        spec = importlib.util.find_spec(package)
        assert spec is not None
        assert spec.origin is not None
        home = Path(spec.origin).parent
        known = gettext.NullTranslations()
        for catalogue in sorted(home.glob("**/locale")):
            known.add_fallback(gettext.translation("django", catalogue, ["vi"], fallback=True))
        for part in parts:
            for each in in_folder(home / part, home.parent):
                told = known.ngettext(each.text, each.plural, 1) if each.plural else known.gettext(each.text)
                if told == each.text and re.search(r"[A-Za-z]", each.text):
                    found.add(each)
    return sorted(found)


def merged(language: str, sentences: list[Sentence], old: Catalog) -> Catalog:
    """A catalogue of exactly these sentences, with the translations that stand already."""
    catalogue = Catalog(
        language,
        project="Bảng Vàng",
        version="1",
        header_comment="# Bảng Vàng",
        creation_date=WRITTEN,
        revision_date=WRITTEN,
        last_translator="Bảng Vàng",
        language_team=language,
        msgid_bugs_address="CONTRIBUTING.md",
        fuzzy=False,
    )
    for each in sentences:
        known = old.get(each.text, each.context or None)
        string = known.string if known is not None and bool(known.pluralizable) == bool(each.plural) else ""
        catalogue.add(each.key, string or None, locations=[(each.file, 0)], context=each.context or None)
    return catalogue


def path_of(language: str) -> Path:
    """The catalogue of a language."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    """The catalogue as it stands, or an empty one."""
    path = path_of(language)
    if not path.exists():
        return Catalog(language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def as_po(catalogue: Catalog) -> bytes:
    """The text of a catalogue: sorted, without line numbers, so that it changes only when sentences do."""
    out = io.BytesIO()
    write_po(out, catalogue, width=0, sort_output=True, include_lineno=False)
    return out.getvalue()


def as_mo(catalogue: Catalog) -> bytes:
    """The compiled form."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def holes(text: str) -> list[str]:
    """The places in a sentence that are filled in."""
    return sorted(match[0] for match in HOLES.finditer(text))


def faults(catalogue: Catalog) -> Iterator[str]:
    """What a reader of this language would stumble over."""
    for message in catalogue:
        if not message.id:
            continue
        texts, strings = _pair(message)
        if not all(strings):
            yield f"{catalogue.locale_identifier}: chưa dịch: {texts[0]!r}"
        elif any(holes(string) != holes(texts[-1]) for string in strings if "%" in texts[-1]):
            yield f"{catalogue.locale_identifier}: sai chỗ điền: {texts[0]!r} → {strings[-1]!r}"


def _pair(message: Message) -> tuple[list[str], list[str]]:
    texts = list(message.id) if isinstance(message.id, tuple) else [message.id]
    strings = list(message.string) if isinstance(message.string, tuple) else [message.string or ""]
    return texts, strings


def catalogues() -> dict[str, Catalog]:
    """What the catalogues should hold now."""
    return {"en": merged("en", own(), read("en")), "vi": merged("vi", borrowed(), read("vi"))}


def problems() -> list[str]:
    """Everything that keeps the catalogues from being complete and up to date."""
    found: list[str] = []
    for language, catalogue in catalogues().items():
        found += faults(catalogue)
        path = path_of(language)
        if not path.exists() or path.read_bytes() != as_po(catalogue):
            found.append(f"{language}: tệp django.po chưa khớp với mã nguồn; hãy chạy “make messages”")
        compiled = path.with_suffix(".mo")
        if not compiled.exists() or compiled.read_bytes() != as_mo(catalogue):
            found.append(f"{language}: tệp django.mo chưa được dịch lại; hãy chạy “make messages”")
    return found


def update() -> int:
    """Write the catalogues; returns how many sentences wait for a translation."""
    waiting = 0
    for language, catalogue in catalogues().items():
        path = path_of(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(as_po(catalogue))
        path.with_suffix(".mo").write_bytes(as_mo(catalogue))
        waiting += sum(1 for each in faults(catalogue))
        print(f"{language}: {len(catalogue)} câu, {sum(1 for each in faults(catalogue))} câu cần xem")
    return waiting


def main(words: list[str]) -> int:
    """Update, or check."""
    if not settings.configured:
        settings.configure()
        django.setup()
    if "--check" not in words:
        update()
        return 0
    found = problems()
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
