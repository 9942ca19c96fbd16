"""Write what the code itself knows of the documentation: workflow drawings, glossary tables, the rules.

    python tools/house_docs.py [--check]

What stands outside the markers of docs/glossary.md is written by hand and kept.
"""

import os
import re
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import django
from django.apps import apps
from django.db import models
from django.utils import translation

import rulebook
from rulebook import readable, schema

ROOT = Path(__file__).resolve().parent.parent
WORKFLOWS = ROOT / "docs" / "workflows.md"
GLOSSARY = ROOT / "docs" / "glossary.md"
LAW_PAGES = ROOT / "docs" / "law" / "awards"
SCHEMA = ROOT / "rulebook" / "law" / "schema.json"
BEGIN, END = "<!-- bắt đầu phần sinh từ mã nguồn: make docs -->", "<!-- hết phần sinh từ mã nguồn -->"


def rooms() -> list[str]:
    """Labels of our own applications that belong to the product."""
    return sorted(each.label for each in apps.get_app_configs() if each.name.startswith("bangvang."))


def workflows() -> Iterator[tuple[str, str, object]]:
    """Each workflow with its room and name."""
    from bangvang.core.workflow import Workflow  # noqa: PLC0415  # needs Django

    for room in rooms():
        if (ROOT / "bangvang" / room / "workflow.py").exists():
            module = import_module(f"bangvang.{room}.workflow")
            for name, value in sorted(vars(module).items()):
                if isinstance(value, Workflow):
                    yield room, name, value


def workflows_page() -> str:
    """Every workflow as a Mermaid drawing and a table of its states."""
    parts = [
        "# Quy trình\n\nSinh từ `workflow.py` của từng phòng bằng `make docs`; có phép thử giữ cho khớp mã nguồn.\n"
    ]
    for room, name, workflow in workflows():
        states = "\n".join(f"| `{state}` | {label} |" for state, label in workflow.labels.items())  # type: ignore[attr-defined]
        drawing = workflow.draw()  # type: ignore[attr-defined]
        parts.append(
            f"## {room}: {name}\n\n```mermaid\n{drawing}```\n\n| trạng thái | tên |\n| --- | --- |\n{states}\n"
        )
    return "\n".join(parts)


def _spaced(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


def glossary_tables() -> str:
    """Models, states and choices (among them the roles) under the labels that the interface shows."""
    lines = ["### Bảng dữ liệu\n", "| tiếng Việt | English | trong mã |", "| --- | --- | --- |"]
    ours = [model for room in rooms() for model in apps.get_app_config(room).get_models()]
    for model in ours:
        lines.append(f"| {model._meta.verbose_name} | {_spaced(model.__name__)} | `{model._meta.label}` |")
    lines += ["\n### Trạng thái\n", "| tiếng Việt | English | trong mã |", "| --- | --- | --- |"]
    for room, name, workflow in workflows():
        for state, label in workflow.labels.items():  # type: ignore[attr-defined]
            lines.append(f"| {label} | {state.replace('_', ' ')} | `{room}.{name}`: `{state}` |")
    lines += ["\n### Vai trò và các lựa chọn\n", "| tiếng Việt | English | trong mã |", "| --- | --- | --- |"]
    for owner, choice in _choices(ours):
        for member in choice:
            lines.append(
                f"| {member.label} | {member.name.replace('_', ' ').lower()} | `{owner}.{member.name}` |"
            )
    return "\n".join(lines) + "\n"


def _choices(ours: list[type[models.Model]]) -> Iterator[tuple[str, type[models.TextChoices]]]:
    found: dict[str, type[models.TextChoices]] = {}
    for model in ours:
        module = import_module(model.__module__)
        for holder, values in ((model._meta.label, vars(model)), (model._meta.app_label, vars(module))):
            for value in values.values():
                is_choice = isinstance(value, type) and issubclass(value, models.TextChoices)
                if is_choice and value.__module__ == model.__module__:
                    found.setdefault(f"{holder}.{value.__name__}", value)
    return iter(sorted(found.items()))


def glossary_page(page: str) -> str:
    """The page with its generated part made anew."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise SystemExit(f"{GLOSSARY.name}: thiếu dấu bắt đầu hoặc kết thúc của phần sinh từ mã nguồn")
    return f"{before}{BEGIN}\n\n{glossary_tables()}\n{END}{after}"


def law_pages() -> dict[Path, str]:
    """Each award as a lawyer checks it against its articles: the national law, and what the shipped overlay changes."""
    found: dict[Path, str] = {}
    shipped = Path(rulebook.NATIONAL).parent / "bac_ninh"
    for folder, overlays, title in (
        (LAW_PAGES, (), "Danh hiệu thi đua, hình thức khen thưởng"),
        (LAW_PAGES / shipped.name, (shipped,), "Quy định của tỉnh Bắc Ninh, nhập vào luật"),
    ):
        law = rulebook.Rulebook.load(rulebook.NATIONAL, *overlays).law
        local = {each.stem for overlay in overlays for each in (overlay / "awards").glob("*.yaml")}
        awards = sorted(law.awards.values(), key=lambda each: (each.kind, each.order, each.key))
        shown = [each for each in awards if not overlays or each.key in local]
        found |= {folder / f"{each.key}.md": readable.markdown(law, each) for each in shown}
        lines = "\n".join(f"- [{each.name}]({each.key}.md)" for each in shown)
        told = "Sinh từ các tệp quy tắc bằng `make docs`; sửa tệp quy tắc, không sửa trang này."
        found[folder / "README.md"] = f"# {title}\n\n{told}\n\n{lines}\n"
    return found


def pages() -> dict[Path, str]:
    """What the generated pages should hold now."""
    with translation.override("vi"):
        glossary = glossary_page(GLOSSARY.read_text(encoding="utf-8"))
        return {WORKFLOWS: workflows_page(), GLOSSARY: glossary, SCHEMA: schema.page(), **law_pages()}


def main(words: list[str]) -> int:
    """Write the pages, or name those that are behind."""
    if not apps.ready:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bangvang.config.settings")
        django.setup()
    wanted = pages()
    behind = [
        path for path, text in wanted.items() if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    gone = [path for path in sorted(LAW_PAGES.rglob("*.md")) if path not in wanted]
    if "--check" in words:
        print(
            "\n".join(
                f"{path.name} chưa khớp với mã nguồn: hãy chạy “make docs”" for path in [*behind, *gone]
            )
        )
        return 1 if behind or gone else 0
    for path in behind:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(wanted[path], encoding="utf-8")
    for path in gone:
        path.unlink()
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main(sys.argv[1:]))
