"""The documentation says what the code does."""

import re
import tomllib
from pathlib import Path

from tests.house.source import ROOT
from tools import house_docs

VARIABLE = re.compile(r"\bBANGVANG_[A-Z][A-Z0-9_]*[A-Z0-9]\b")
OPERATIONS = ROOT / "docs" / "operations.md"


def variables(*places: Path) -> set[str]:
    found: set[str] = set()
    for place in places:
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.suffix in {".py", ""} and path.is_file():
                found |= set(VARIABLE.findall(path.read_text(encoding="utf-8")))
    return found


def test_every_setting_is_documented_and_every_documented_setting_stands():
    code = variables(
        ROOT / "bangvang", ROOT / "paperwork", ROOT / "rulebook", ROOT / "tools", ROOT / "Makefile"
    )
    code -= {"BANGVANG_X_FILE"}  # stands for any secret
    told = {name.removesuffix("_FILE") for name in VARIABLE.findall(OPERATIONS.read_text(encoding="utf-8"))}
    assert {name.removesuffix("_FILE") for name in code} == told


def test_generated_pages_match_the_code():
    behind = [path.name for path, text in house_docs.pages().items() if path.read_text("utf-8") != text]
    assert behind == []


def test_the_layer_contracts_name_every_room():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    floors, inside = contracts[0], contracts[1]
    named = set(re.findall(r"[a-z]+", " ".join(floors["layers"])))
    packages = {
        path.name
        for path in (ROOT / "bangvang").iterdir()
        if path.is_dir() and (path / "__init__.py").exists()
    }
    rooms = packages - {"cli", "config", "core", "demo"}
    assert packages <= named
    assert rooms == {each.removeprefix("bangvang.") for each in inside["containers"]}
    assert floors["exhaustive"] is True


def test_every_link_of_the_documentation_leads_somewhere():
    broken = []
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if (
                "://" not in target
                and not target.startswith("mailto:")
                and not (page.parent / target).exists()
            ):
                broken.append(f"{page.relative_to(ROOT)}: {target}")
    assert broken == []
