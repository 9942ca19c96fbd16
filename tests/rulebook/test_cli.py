"""The commands of the rulebook: what is printed, and the one sentence when something is wrong."""

# ruff: noqa: E501  # rows of wrong facts stand on one line each

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bangvang import cli

FACTS: dict[str, Any] = {
    "subject": {"id": "p1", "kind": "individual", "name": "Nguyễn Thị An", "occupation": "official"},
    "history_complete_from": 2010,
    "years": {"2022": {"rating": "good"}, "2023": {"rating": "excellent"}},
    "awards": [{"key": "grassroots_emulation_fighter", "year": 2022, "kind": "cong_trang"}],
    "initiatives": [{"year": 2023, "scope": "grassroots"}],
    "merits": [],
    "discipline": [],
    "proceedings": [],
    "service": [],
}
DAY = ("--date", "2024-06-30")


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    path = tmp_path / "facts.json"
    path.write_text(json.dumps(FACTS), encoding="utf-8")
    return path


def run(capsysbinary: pytest.CaptureFixture[bytes], *words: object) -> tuple[int, str, str]:
    status = cli.main([str(each) for each in words])
    out, err = capsysbinary.readouterr()
    return status, out.decode(), err.decode()


def printed(capsysbinary: pytest.CaptureFixture[bytes], *words: object) -> Any:
    status, out, err = run(capsysbinary, *words, "--json")
    assert (status, err) == (0, "")
    return json.loads(out)


def refused(capsysbinary: pytest.CaptureFixture[bytes], *words: object) -> str:
    status, out, err = run(capsysbinary, *words)
    assert (status, out) == (2, "")
    assert err.count("\n") == 1
    return err


# ---------- assess ----------


def test_one_award_is_proved(facts: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    (proof,) = printed(capsysbinary, "assess", facts, *DAY, "--award", "grassroots_emulation_fighter")

    assert (proof["award"], proof["verdict"], proof["year"]) == ("grassroots_emulation_fighter", "met", 2023)
    assert proof["earliest_year"] == 2023
    assert proof["findings"]
    assert all(each["source"]["instrument"] for each in proof["findings"])
    assert set(proof) >= {"award", "verdict", "findings", "to_judge", "missing", "earliest_year"}


def test_without_an_award_all_that_the_subject_may_hold_are_judged(
    facts: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    proofs = printed(capsysbinary, "assess", facts, *DAY)
    listed = printed(capsysbinary, "awards", *DAY)

    assert [each["award"] for each in proofs] == [
        each["key"] for each in listed if "individual" in each["subjects"]
    ]


def test_awards_and_options_may_be_given_in_any_order(
    facts: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    proofs = printed(
        capsysbinary, "assess", "--year=2022", "--award", "advanced_worker", facts, "--date=2024-06-30",
        "--award", "advanced_soldier", "--award", "advanced_worker",
    )  # fmt: skip

    assert [(each["award"], each["year"]) for each in proofs] == [
        ("advanced_worker", 2022),
        ("advanced_soldier", 2022),
    ]


def test_the_short_answer_comes_first(facts: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    status, out, err = run(capsysbinary, "assess", facts, *DAY, "--award", "provincial_emulation_fighter")

    lines = out.splitlines()
    assert (status, err) == (0, "")
    assert lines[0] == (
        "Chiến sĩ thi đua bộ, ban, ngành, tỉnh: CHƯA ĐỦ TIÊU CHUẨN (ngày xét 30/06/2024, năm xét 2023)"
    )
    assert lines[1] == "Vì sao:"
    assert "Điều 22" in out
    assert "Còn thiếu:" in lines
    assert any(line.startswith("Sớm nhất có thể đạt: năm ") for line in lines)


def test_an_overlay_by_its_name_or_folder_gives_the_same(
    facts: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    from rulebook.book import LAW  # noqa: PLC0415  # the folder is what is tested

    words = ("assess", facts, "--date", "2026-06-30", "--award", "certificate_of_commendation")
    national = printed(capsysbinary, *words)
    named = printed(capsysbinary, *words, "--overlay", "bac_ninh")
    folder = printed(capsysbinary, *words, "--overlay", os.path.join(LAW, "bac_ninh"))

    assert named == folder
    assert [each["verdict"] for each in national] == ["unknown"]
    assert [each["verdict"] for each in named] == ["unmet"]


def test_without_a_rated_year_only_what_rests_on_none_is_judged(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = tmp_path / "old.json"
    service = [{"force": "tnxp", "from": "1965-07-01", "to": "1968-09-30"}]
    path.write_text(json.dumps({**FACTS, "years": {}, "service": service}))

    status, out, err = run(capsysbinary, "assess", path, *DAY, "--json")

    assert status == 0
    assert {each["award"]: each["verdict"] for each in json.loads(out)}["youth_volunteer_medal"] == "met"
    assert err.startswith("years: ")
    assert "--year" in refused(capsysbinary, "assess", path, *DAY, "--award", "advanced_worker")


def test_a_key_that_means_nothing_is_told_and_passed_over(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = tmp_path / "facts.json"
    path.write_text(json.dumps({**FACTS, "favourite_colour": "red"}))

    status, out, err = run(capsysbinary, "assess", path, *DAY, "--award", "advanced_worker", "--json")

    assert (status, json.loads(out)[0]["verdict"]) == (0, "met")
    assert err.startswith("Lưu ý: favourite_colour")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", "JSON"),
        ("{", "dòng 1"),
        ("[]", "subject"),
        ("[" * 100_000, "lồng quá sâu"),
        ('{"years": {"2023": {"rating": NaN}}}', "NaN"),
        ('{"years": {"2023": {"rating": "good"}, "2023": {"rating": "excellent"}}}', "years.2023"),
        ('{"years": {"2023": {"rating": "good", "rating": "excellent"}}}', "years.2023.rating"),
        ('{"subject": {"kind": "individual"}, "subject": {"kind": "household"}}', "subject"),
        ('{"years": {"2023": {"rating": "splendid"}}}', "years.2023.rating"),
        ('{"years": {"2023": {"ratings": "good"}}}', "years.2023.ratings"),
        ('{"years": {"2025": {"rating": "good"}}}', "years.2025"),
        ('{"year": {}}', "year"),
        ('{"years": {"2023": {"rating": "good"}}, "awards": [{"key": "advanced_wroker", "year": 2022}]}', "awards[0].key"),
        ('{"awards": [{"key": "advanced_worker", "year": 2025}]}', "awards[0].year"),
        ('{"subject": {"born_on": "2000-01-01"}, "awards": [{"key": "advanced_worker", "year": 1999}]}', "awards[0].year"),
        ('{"discipline": [{"form": "khien_trach", "from": "01/03/2021"}]}', "discipline[0].from"),
        ('{"initiatives": [{"year": 2023, "scope": "galaxy"}]}', "initiatives[0].scope"),
    ],
)  # fmt: skip
def test_wrong_facts_are_told_by_their_field(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes], text: str, names: str
) -> None:
    path = tmp_path / "facts.json"
    path.write_text(text, encoding="utf-8")

    assert names in refused(capsysbinary, "assess", path, *DAY)


def test_what_is_no_text_is_told(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    path = tmp_path / "facts.json"
    path.write_bytes(b"\xff\xfe{}")

    assert "UTF-8" in refused(capsysbinary, "assess", path, *DAY)
    assert "không có tệp này" in refused(capsysbinary, "assess", tmp_path / "none.json", *DAY)
    assert "thư mục" in refused(capsysbinary, "assess", tmp_path, *DAY)


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ((), "--date"),
        (("--date",), "--date"),
        (("--date", "30/06/2024"), "--date"),
        (("--date", "2024-02-30"), "--date"),
        (("--date", "20240630"), "--date"),
        (("--date", "2023-12-31"), "31/12/2023"),
        ((*DAY, "--year", "2025"), "--year"),
        ((*DAY, "--year", "23"), "--year"),
        ((*DAY, "--year", "2022", "--year", "2023"), "--year"),
        ((*DAY, "--award", "advanced_wroker"), "advanced_worker"),
        ((*DAY, "--overlay", "bac_nih"), "bac_ninh"),
        ((*DAY, "--colour"), "--colour"),
        ((*DAY, "more.json"), "more.json"),
    ],
)
def test_wrong_words_are_told(
    facts: Path, capsysbinary: pytest.CaptureFixture[bytes], words: tuple[str, ...], names: str
) -> None:
    assert names in refused(capsysbinary, "assess", facts, *words)


# ---------- awards, bonus, rules_check ----------


def test_awards_of_a_day_are_listed(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    rows = printed(capsysbinary, "awards", *DAY)

    assert rows[0].keys() == {"key", "name", "kind", "subjects", "in_force", "since", "until", "certainty"}
    fighter = next(each for each in rows if each["key"] == "grassroots_emulation_fighter")
    assert fighter["name"] == "Chiến sĩ thi đua cơ sở"
    assert fighter["in_force"] is True
    assert {each["in_force"] for each in printed(capsysbinary, "awards", "--date", "2023-12-31")} == {False}
    status, out, _ = run(capsysbinary, "awards", *DAY)
    assert status == 0
    assert len(out.splitlines()) == len(rows) + 1


def test_a_bonus_is_told_in_dong(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    words = (
        "bonus",
        "--award",
        "national_emulation_fighter",
        "--subject",
        "individual",
        "--date",
        "2026-07-01",
    )

    told = printed(capsysbinary, *words)
    status, out, _ = run(capsysbinary, *words)

    assert (told["coefficient"], told["base_salary"], told["amount"]) == (4.5, 2_530_000, 11_390_000)
    assert told["certainty"] == "read"
    assert {each["instrument"] for each in told["sources"]} == {"152/2025/NĐ-CP", "161/2026/NĐ-CP"}
    assert status == 0
    assert "11.390.000 đồng (4,5 × 2.530.000 đồng, làm tròn lên)" in out


def test_a_bonus_that_was_not_read_is_null_with_its_reason(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    told = printed(capsysbinary, "bonus", "--award", "cultural_family", "--subject", "household", *DAY)

    assert told["amount"] is None
    assert told["reason"]
    assert told["certainty"] == "recalled"


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (("--subject", "individual", *DAY), "--award"),
        (("--award", "advanced_worker", *DAY), "--subject"),
        (("--award", "advanced_worker", "--subject", "people", *DAY), "--subject"),
        (("--award", "advanced_worker", "--subject", "individual"), "--date"),
        (("--award", "gold", "--subject", "individual", *DAY), "gold"),
    ],
)
def test_a_wrong_question_for_a_bonus_is_told(
    capsysbinary: pytest.CaptureFixture[bytes], words: tuple[str, ...], names: str
) -> None:
    assert names in refused(capsysbinary, "bonus", *words)


def test_shipped_rules_are_right_and_broken_ones_are_named(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    status, out, _ = run(capsysbinary, "rules_check")
    folder = tmp_path / "own" / "awards"
    folder.mkdir(parents=True)
    (folder / "x.yaml").write_text("key: x\nname: yes\n", encoding="utf-8")

    assert status == 0
    assert [line.partition(":")[0] for line in out.splitlines()] == ["national", "national + bac_ninh"]
    assert "own/awards/x.yaml, dòng 2, khóa “name”" in refused(capsysbinary, "rules_check", folder.parent)


def test_a_cold_explanation_imports_little(facts: Path) -> None:
    words = ["assess", str(facts), *DAY, "--award", "grassroots_emulation_fighter", "--json"]
    code = (
        "import sys; from bangvang.cli import main; status = main(sys.argv[1:]);"
        " heavy = {'yaml', 'numpy', 'django', 'argparse', 'decimal', 'dataclasses', 'inspect', 'difflib', 'pathlib'};"
        " print(sorted(heavy & set(sys.modules)), file=sys.stderr); sys.exit(status)"
    )
    subprocess.run([sys.executable, "-c", code, *words], check=True, capture_output=True)

    told = subprocess.run([sys.executable, "-c", code, *words], check=True, capture_output=True, text=True)

    assert json.loads(told.stdout)[0]["verdict"] == "met"
    assert told.stderr.strip() == "[]"
