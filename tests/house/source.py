"""The house's own source, as house tests read it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("rulebook", "paperwork", "bangvang")


@cache
def modules(*packages: str) -> dict[Path, ast.Module]:
    """Every module of these packages, parsed once; migrations are not ours to judge."""
    return {
        path.relative_to(ROOT): ast.parse(path.read_text(encoding="utf-8"))
        for package in packages or PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        if "migrations" not in path.parts
    }


def templates() -> dict[Path, str]:
    """Every template, by its path below the checkout."""
    return {
        path.relative_to(ROOT): path.read_text(encoding="utf-8")
        for path in sorted((ROOT / "bangvang").glob("*/templates/**/*"))
        if path.is_file()
    }


def name_of(path: Path) -> str:
    """How a template is asked for: its path below `templates/`."""
    parts = path.parts
    return "/".join(parts[parts.index("templates") + 1 :])


def calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    """Every call with the dotted name of what is called, as it is written."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node, ast.unparse(node.func)
