"""The compiled form is read when it is ours, whole and of these very files; else the files are read again."""

import marshal
import os
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

import pytest

from rulebook import book, compiled, load
from rulebook.errors import RuleError
from tests.rulebook.test_load import AWARD, national


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("BANGVANG_RULES_CACHE", str(folder))
    return folder


def kept(cache: Path) -> list[Path]:
    return sorted(cache.glob("*.law"))


def test_the_compiled_law_is_the_law(cache: Path) -> None:
    folders = (book.NATIONAL, os.path.join(book.LAW, "bac_ninh"))

    first, second = compiled.read(folders), compiled.read(folders)

    assert len(kept(cache)) == 1
    assert first == second
    assert second == load.law(tuple(Path(each) for each in folders), compiled.digest(folders))


def test_a_changed_file_makes_a_new_compiled_form(tmp_path: Path, cache: Path) -> None:
    place = national(tmp_path)
    before = book.Rulebook.load(place)

    (place / "awards" / "good_work.yaml").write_text(
        AWARD.replace("order: 10", "order: 11"), encoding="utf-8"
    )
    after = book.Rulebook.load(place)

    assert (before.award("good_work").order, after.award("good_work").order) == (10, 11)
    assert before.fingerprint != after.fingerprint
    assert len(kept(cache)) == 2


@pytest.mark.parametrize("damage", ["cut", "swapped", "foreign"])
def test_a_damaged_compiled_form_is_written_anew(tmp_path: Path, cache: Path, damage: str) -> None:
    place = national(tmp_path)
    good = book.Rulebook.load(place)
    (file,) = kept(cache)
    whole = file.read_bytes()
    if damage == "cut":
        file.write_bytes(whole[:-10])
    elif damage == "swapped":
        file.write_bytes(whole[:100] + bytes([whole[100] ^ 1]) + whole[101:])
    else:
        body = marshal.dumps({"law": "of the jungle"})  # something that is no law, with the right hash
        file.write_bytes(sha256(body).digest() + body)

    assert book.Rulebook.load(place).law == good.law
    assert file.read_bytes() == whole


def test_where_nothing_can_be_written_the_law_still_loads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("BANGVANG_RULES_CACHE", str(tmp_path / "file" / "below"))

    assert set(book.Rulebook.load(national(tmp_path)).law.awards) == {"good_work", "better_work"}


def test_the_cache_does_not_grow_without_end(tmp_path: Path, cache: Path) -> None:
    place = national(tmp_path)
    for order in range(100, 125):
        (place / "awards" / "good_work.yaml").write_text(
            AWARD.replace("order: 10", f"order: {order}"), encoding="utf-8"
        )
        book.Rulebook.load(place)

    assert len(kept(cache)) == 20


def test_a_broken_file_leaves_the_old_rulebook_in_force(tmp_path: Path, cache: Path) -> None:
    place = national(tmp_path)
    old = book.Rulebook.load(place)
    file = place / "awards" / "good_work.yaml"

    file.write_text(AWARD.replace("good}", "god}"), encoding="utf-8")

    assert old.fresh() is old
    assert old.error is not None
    assert (old.error.key, old.error.line) == ("at_least", 13)
    assert old.fresh() is old
    with pytest.raises(RuleError):
        old.reloaded()
    file.write_text(AWARD.replace("order: 10", "order: 12"), encoding="utf-8")
    assert old.fresh().award("good_work").order == 12
    file.write_text(AWARD, encoding="utf-8")
    assert old.fresh() is old
    assert old.error is None


def test_a_vanished_folder_leaves_the_old_rulebook_in_force(tmp_path: Path, cache: Path) -> None:
    place = national(tmp_path)
    old = book.Rulebook.load(place)

    place.rename(tmp_path / "elsewhere")

    assert old.fresh() is old
    assert old.error is not None


def test_loading_the_compiled_law_imports_no_yaml(tmp_path: Path, cache: Path) -> None:
    place = national(tmp_path)
    book.Rulebook.load(place)
    code = (
        "import sys; from rulebook import Rulebook; Rulebook.load(sys.argv[1]);"
        " print(sorted({'yaml', 'numpy', 'argparse', 'json', 'difflib'} & set(sys.modules)))"
    )

    told = subprocess.run(
        [sys.executable, "-c", code, str(place)], capture_output=True, text=True, check=True
    )

    assert told.stdout.strip() == "[]"


def test_the_whole_law_loads_in_time(cache: Path) -> None:
    folders = (book.NATIONAL, os.path.join(book.LAW, "bac_ninh"))
    compiled.read(folders)

    def best(times: int, work: object) -> float:
        found = []
        for _ in range(times):
            start = time.process_time()
            work()  # type: ignore[operator]
            found.append(time.process_time() - start)
        return min(found)

    assert best(9, lambda: compiled.read(folders)) <= 0.05
    assert best(2, lambda: load.law(tuple(Path(each) for each in folders))) <= 1.5
