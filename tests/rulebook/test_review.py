"""What a clerk reads beside the verdict: the principles, what broke a chain, what is missing, when, what to mend."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import rulebook
from rulebook import compiled, yaml_rows
from rulebook import facts as facts_module
from rulebook.errors import RuleError

DAY = date(2026, 3, 1)
FIGHTER = "grassroots_emulation_fighter"
CERTIFICATE = "provincial_certificate_of_merit"
PREMIER = "prime_minister_certificate_of_merit"


@cache
def book() -> rulebook.Rulebook:
    return rulebook.Rulebook.load()


def given(key: str, *years: int, kind: str = "cong_trang") -> list[dict[str, Any]]:
    return [{"key": key, "year": year, "kind": kind} for year in years]


def rated(rating: str, first: int, last: int) -> dict[str, Any]:
    return {str(year): {"rating": rating} for year in range(first, last + 1)}


def official(**facts: Any) -> dict[str, Any]:
    subject = {"id": "p1", "kind": "individual", "occupation": "official"}
    return {"subject": subject, "history_complete_from": 0, "years": rated("good", 2015, 2025), **facts}


def told(award: str, facts: dict[str, Any], on: date = DAY, year: int | None = None) -> dict[str, Any]:
    return book().explain(award, facts, on, year).to_dict()


def finding(proof: dict[str, Any], rule: str) -> dict[str, Any]:
    return next(each for each in proof["findings"] if each["rule"] == rule)


# ---------- principles among the findings ----------


def test_an_open_block_is_the_first_finding_with_its_days() -> None:
    proof = told("advanced_worker", official(
        proceedings=[{"kind": "denunciation", "from": "2025-11-01", "to": None}]))  # fmt: skip
    first = proof["findings"][0]
    assert (proof["verdict"], proof["earliest_year"]) == ("unmet", 2025)
    assert (first["rule"], first["verdict"]) == ("C-GEN-09", "unmet")
    assert first["evidence"] == {"what": "denunciation", "from": "2025-11-01", "to": None}
    assert first["source"] == {
        "instrument": "152/2025/NĐ-CP", "article": first["source"]["article"],
        "clause": first["source"]["clause"], "point": None,
    }  # fmt: skip
    assert [each.split(" với")[0] for each in proof["change"]] == ["Kết thúc việc xác minh đơn tố cáo"]


def test_a_sudden_award_is_told_to_be_no_basis() -> None:
    proof = told(PREMIER, official(
        awards=given(CERTIFICATE, 2020, kind="dot_xuat") + given(FIGHTER, 2021, 2022, 2023)))  # fmt: skip
    assert proof["verdict"] == "unmet"
    assert finding(proof, "C-GEN-08")["evidence"] == {
        "awards": "Bằng khen của bộ, ban, ngành, tỉnh năm 2020 (đột xuất)"
    }


def test_an_achievement_already_rewarded_is_told() -> None:
    proof = told(CERTIFICATE, official(awards=given(FIGHTER, 2024, 2025) + given(CERTIFICATE, 2024)))
    assert (proof["verdict"], proof["earliest_year"]) == ("unmet", 2026)
    assert finding(proof, "C-GEN-04")["certainty"] == "derived"


def test_served_discipline_is_told_with_the_years_it_touched() -> None:
    proof = told(CERTIFICATE, official(
        awards=given(FIGHTER, 2023, 2024, 2025),
        discipline=[{"form": "khien_trach", "from": "2021-03-01", "to": "2022-02-28"}],
    ))  # fmt: skip
    assert proof["verdict"] == "met"
    assert finding(proof, "C-GEN-10")["evidence"] == {"years": [2021, 2022]}


# ---------- what broke a chain ----------


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        (official(awards=given(FIGHTER, 2025)), {"không được tặng": [2024]}),
        (
            official(awards=given(FIGHTER, 2024, 2025) + given(CERTIFICATE, 2024)),
            {"đã tính cho Bằng khen của bộ, ban, ngành, tỉnh": [2024]},
        ),
        (
            official(
                awards=given(FIGHTER, 2024, 2025),
                discipline=[{"form": "khien_trach", "from": "2024-01-01", "to": "2024-12-31"}],
            ),
            {"chưa chấp hành xong kỷ luật": [2024]},
        ),
    ],
)
def test_a_broken_chain_says_which_year_and_why(facts: dict[str, Any], why: dict[str, list[int]]) -> None:
    chain = next(
        each for each in told(CERTIFICATE, facts)["findings"] if each["text"].startswith("02 năm liên tục")
    )
    assert (chain["verdict"], chain["evidence"]["missing"], chain["evidence"]["why"]) == (
        "unmet",
        [2024],
        why,
    )
    assert f"năm 2024 ({next(iter(why))})" in chain["text"]


def test_a_chain_after_an_award_says_when_that_award_was_never_given() -> None:
    facts = official(years=rated("excellent", 2021, 2025), awards=given(FIGHTER, 2021, 2022, 2023))
    chain = next(
        each for each in told("labour_order_third", facts)["findings"] if "need" in each["evidence"]
        and each["evidence"]["need"] == 5
    )  # fmt: skip
    assert chain["evidence"]["why"] == {
        "chưa được tặng Bằng khen của Thủ tướng Chính phủ": [2021, 2022, 2023, 2024, 2025]
    }


def test_a_low_rating_is_named_where_it_breaks_a_run() -> None:
    facts = official(years={**rated("good", 2021, 2025), "2023": {"rating": "completed"}})
    chain = next(each for each in told(PREMIER, facts)["findings"] if "why" in each["evidence"])
    assert chain["evidence"]["why"] == {"hoàn thành nhiệm vụ": [2023]}
    assert chain["evidence"]["years"] == [2024, 2025]


def test_a_year_without_a_rating_breaks_nothing_and_is_called_unknown() -> None:
    years = rated("good", 2021, 2025)
    del years["2023"]
    proof = told(
        PREMIER, official(years=years, awards=given(CERTIFICATE, 2020) + given(FIGHTER, 2021, 2022, 2024))
    )
    chain = next(each for each in proof["findings"] if "why" in each["evidence"])
    assert (proof["verdict"], chain["verdict"]) == ("unknown", "unknown")
    assert (chain["evidence"]["unknown"], chain["evidence"]["why"]) == ([2023], {})
    assert any("chưa có dữ liệu năm 2023" in each for each in proof["missing"])


# ---------- sentences ----------


def test_every_sentence_says_what_was_asked_and_what_was_found() -> None:
    for facts in (official(), official(subject={"id": "c1", "kind": "collective"})):
        for award in book().awards(DAY):
            for each in told(award.key, facts)["findings"]:
                assert ".:" not in each["text"]
                assert each["verdict"] in {"met", "unmet", "unknown"}


def test_a_criterion_of_the_subject_says_whether_it_is_so() -> None:
    texts = [each["text"] for each in told("advanced_worker", official())["findings"]]
    assert "Là cán bộ, công chức, viên chức, người lao động: đúng." in texts
    assert any(each.startswith("Là công nhân") and each.endswith(": không.") for each in texts)


def test_a_route_not_read_is_unknown_and_stands_in_missing() -> None:
    proof = told("labour_order_third", official())
    route = [each for each in proof["findings"] if each["text"].endswith("– chưa xét.")]
    assert [(each["verdict"], each["source"]["point"]) for each in route] == [
        ("unknown", "đ"),
        ("unknown", "g"),
    ]
    assert sum("chưa xét (điểm" in each for each in proof["missing"]) == 2
    assert proof["verdict"] == "unmet"  # the verdict is that of the other routes


# ---------- what people must do ----------


def test_only_the_route_that_is_met_is_left_to_judge() -> None:
    farmer = official(subject={"id": "p2", "kind": "individual", "occupation": "farmer"})
    assert [each[:9] for each in told("advanced_worker", farmer)["to_judge"]] == ["Lao động,", "Gương mẫu"]
    assert [each[:7] for each in told("advanced_worker", official())["to_judge"]] == ["Tự lực,"]


def test_the_occupation_left_out_is_what_is_missing() -> None:
    proof = told("advanced_worker", official(subject={"id": "p3", "kind": "individual"}))
    assert proof["verdict"] == "unknown"
    assert [each.endswith("chưa có dữ liệu.") for each in proof["missing"]] == [True, True]


def test_the_smallest_change_takes_the_nearest_route() -> None:
    one = official(awards=given(FIGHTER, 2023, 2024, 2025), initiatives=[{"year": 2022, "scope": "province"}])
    change = told("provincial_emulation_fighter", one)["change"]
    assert change == ["Trong thời gian đó có sáng kiến được công nhận cấp bộ, tỉnh trở lên: chưa có."]
    assert told(FIGHTER, official(years=rated("excellent", 2025, 2025)))["change"] == []


def test_what_is_not_known_of_a_block_is_what_must_be_confirmed() -> None:
    facts = official(history_complete_from=2027)
    proof = told("advanced_worker", facts)
    assert (proof["verdict"], proof["findings"][0]["rule"]) == ("unknown", "C-GEN-09")
    assert proof["missing"][0] == "Xác nhận không có việc kỷ luật, thanh tra, điều tra, xác minh nào đang mở."


# ---------- the earliest year ----------


@pytest.mark.parametrize(
    ("award", "facts", "earliest"),
    [
        (FIGHTER, official(), 2026),
        (CERTIFICATE, official(), 2027),
        ("provincial_emulation_fighter", official(awards=given(FIGHTER, 2024, 2025)), 2026),
        ("provincial_emulation_fighter", official(awards=given(FIGHTER, 2023, 2025)), 2027),
        ("national_emulation_fighter", official(), 2027),
        ("labour_order_third", official(awards=given(PREMIER, 2024)), 2029),
        ("labour_order_second", official(), None),  # no coming year gives the third class
        ("youth_volunteer_medal", official(), None),
        (CERTIFICATE, {key: value for key, value in official().items() if key != "history_complete_from"}, 2027),
    ],
)  # fmt: skip
def test_the_earliest_year_counts_the_coming_years_as_good(
    award: str, facts: dict[str, Any], earliest: int | None
) -> None:
    proof = told(award, facts)
    assert proof["verdict"] != "met"
    assert proof["earliest_year"] == earliest


@pytest.mark.parametrize(
    ("founded", "earliest"),
    [
        ("2020-01-01", 2049),
        ("1990-01-01", 2033),
        ("2020-03-02", 2050),
    ],  # thirty years full, or ten years' results
)
def test_the_earliest_year_waits_for_the_age_of_a_collective(founded: str, earliest: int) -> None:
    facts = {
        "subject": {"id": "c1", "kind": "collective", "founded_on": founded},
        "history_complete_from": 0,
        "years": rated("excellent", 2024, 2025),
        "awards": given("labour_order_first", 2023) + given("government_emulation_flag", 2024, 2025),
    }
    assert told("independence_order_third", facts)["earliest_year"] == earliest


# ---------- facts that cannot be ----------


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (
            {"subject": {"kind": "individual", "birth_year": 1990}, "awards": given("advanced_worker", 1985)},
            "awards[0].year",
        ),
        (
            {
                "subject": {"kind": "individual", "born": "1990-05-05"},
                "service": [{"force": "tnxp", "from": "1965-07-01", "to": "1968-09-30"}],
            },
            "service[0].from",
        ),
        (
            {
                "subject": {"kind": "individual", "born_on": "1990-05-05"},
                "initiatives": [{"year": 1989, "scope": "national"}],
            },
            "initiatives[0].year",
        ),
        (
            {
                "merits": [
                    {
                        "kind": "movement_outstanding",
                        "year": 2023,
                        "scope": "province",
                        "movement_years": "five",
                    }
                ]
            },
            "merits[0].movement_years",
        ),
        (
            {"merits": [{"kind": "movement_outstanding", "year": 2023, "review": "midterm"}]},
            "merits[0].review",
        ),
    ],
)
def test_a_fact_that_cannot_be_true_or_read_names_its_field(facts: dict[str, Any], field: str) -> None:
    with pytest.raises(facts_module.FactsError) as refused:
        facts_module.read(facts, DAY)
    assert refused.value.field == field


def test_a_null_is_what_is_not_known() -> None:
    read = facts_module.read(
        {"subject": {"id": None, "kind": "individual", "name": None, "occupation": None}, "years": {}}, DAY
    )
    assert (read.id, read.name, read.occupation) == ("", "", "")


# ---------- files ----------


def test_a_tab_in_a_rule_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(RuleError) as refused:
        yaml_rows.read_rows(tmp_path / "a.yaml", "key: x\nname:\n\tvi: y\n")
    assert (refused.value.line, "dấu tab" in str(refused.value)) == (3, True)


def test_a_compiled_form_that_cannot_be_written_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache"
    monkeypatch.setenv("BANGVANG_RULES_CACHE", str(cache))
    law = compiled.read((rulebook.NATIONAL,))
    (kept,) = cache.iterdir()
    kept.unlink()
    kept.mkdir()  # in the way of the file
    assert compiled.read((rulebook.NATIONAL,)).fingerprint == law.fingerprint
    assert list(cache.iterdir()) == [kept]


def test_an_empty_overlay_is_refused_though_the_law_is_compiled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BANGVANG_RULES_CACHE", str(tmp_path / "cache"))
    compiled.read((rulebook.NATIONAL,))
    (tmp_path / "own").mkdir()
    with pytest.raises(RuleError) as refused:
        rulebook.Rulebook.load(rulebook.NATIONAL, tmp_path / "own")
    assert "overlay.yaml" in str(refused.value)
