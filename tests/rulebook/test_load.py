"""A broken rule file is told with its file, line, key and what was expected; nothing is guessed."""

# ruff: noqa: E501  # rows of YAML and of damages stand on one line each

from pathlib import Path

import pytest

from rulebook import book, load
from rulebook.errors import RuleError
from rulebook.tree import KINDS, All, Any, Awarded, Count, Judged, Law, Meets, Rated, Run, Source, children

AWARD = """\
key: good_work
name: {vi: "Làm tốt", en: "Good work"}
kind: emulation_title
subjects: [individual, household]
order: 10
versions:
  - from: 2024-01-01
    until: 2025-07-01
    rule: T-GOOD-01
    source: {instrument: 06/2022/QH15, article: 24, clause: 1, point: a}
    certainty: read
    all:
      - rating: {at_least: good}
      - source: {clause: 2}
        judged: "Gương mẫu."
        contradicted_by:
          count: {of: {discipline: any}, at_most: 0, back: [0, 0]}
  - from: 2025-07-01
    rule: T-GOOD-02
    source: {instrument: 06/2022/QH15, article: 24}
    certainty: secondary
    any:
      - initiative: {scope: grassroots}
      - merit: {kinds: [prize], scope: province, where: {movement_years: {at_least: 5}}}
      - share: {of: advanced_workers, out_of: members, percent: 70}
bonus:
  - {from: 2024-01-01, subject: individual, coefficient: "0.3", rule: B-1, source: {instrument: 98/2023/NĐ-CP}, certainty: read}
"""
CHAIN = """\
key: better_work
name: {vi: "Làm tốt hơn", en: "Better work"}
kind: form_of_commendation
subjects: [individual]
order: 5
versions:
  - from: 2024-01-01
    rule: T-BETTER-01
    source: {instrument: 06/2022/QH15, article: 74}
    certainty: read
    all:
      - meets: good_work
      - run:
          of: {award: good_work}
          years: 3
          or_more: true
          unused: better_work
          in_that_time:
            - initiative: {scope: province, at_least: 2}
      - is: {occupation: [worker, farmer]}
      - service: {force: tnxp, months: 24, periods: spells}
"""
PARAMETERS = """\
parameters:
  - key: spells
    values:
      - from: 2020-01-01
        value: [[1950-07-15, 1954-07-20, "Kháng chiến"]]
        rule: R-1
        source: {instrument: 28/2024/NĐ-CP}
        certainty: secondary
  - key: pay
    unit: đồng
    values:
      - {from: 2024-01-01, until: 2024-07-01, value: 1800000, rule: H-1, source: {instrument: 24/2023/NĐ-CP}, certainty: read}
      - {from: 2024-07-01, value: 2340000, rule: H-2, source: {instrument: 73/2024/NĐ-CP}, certainty: read}
"""
PRINCIPLES = """\
principles:
  - key: open_case
    does: block
    subjects: [individual]
    from: 2024-01-01
    rule: C-1
    source: {instrument: 98/2023/NĐ-CP, article: 4}
    certainty: read
    text: "Chưa xét khi đang bị xem xét kỷ luật."
"""
OVERLAY = 'key: here\nname: "Tỉnh này"\ninstrument: 1/2025/QĐ-UBND\nfrom: 2025-01-01\n'
LOCAL = """\
key: good_work
versions:
  - from: 2025-01-01
    until: 2026-01-01
    for: [individual]
    does: adds
    rule: L-1
    source: {instrument: 1/2025/QĐ-UBND, article: 3}
    certainty: read
    initiative: {scope: grassroots}
"""


def national(
    folder: Path,
    award: str = AWARD,
    chain: str = CHAIN,
    parameters: str = PARAMETERS,
    principles: str = PRINCIPLES,
) -> Path:
    place = folder / "national"
    (place / "awards").mkdir(parents=True)
    for name, text in (
        ("awards/good_work.yaml", award),
        ("awards/better_work.yaml", chain),
        ("parameters.yaml", parameters),
        ("principles.yaml", principles),
    ):
        (place / name).write_text(text, encoding="utf-8")
    return place


def overlay(folder: Path, local: str = LOCAL, about: str = OVERLAY) -> Path:
    place = folder / "here"
    (place / "awards").mkdir(parents=True)
    (place / "overlay.yaml").write_text(about, encoding="utf-8")
    (place / "awards" / "good_work.yaml").write_text(local, encoding="utf-8")
    return place


def damaged(text: str, old: str, new: str) -> tuple[str, int]:
    """The text with one damage, and the line on which the error is expected (marked by #!)."""
    assert text.count(old) >= 1, old
    found = text.replace(old, new, 1)
    return found, next((number for number, line in enumerate(found.splitlines(), 1) if "#!" in line), 0)


def told(folder: Path, **files: str) -> RuleError:
    with pytest.raises(RuleError) as caught:
        load.law((national(folder, **files),))
    return caught.value


# ---------- what is right ----------


def test_the_files_become_a_tree_with_inherited_citations(tmp_path: Path) -> None:
    law = load.law((national(tmp_path),))

    version = law.awards["good_work"].versions[0]
    assert (version.since, version.until, version.kinds) == (
        "2024-01-01",
        "2025-07-01",
        ("individual", "household"),
    )
    assert isinstance(version.root, All)
    rated, judged = version.root.of
    assert (rated.id, judged.id) == ("T-GOOD-01.1", "T-GOOD-01.2")
    assert rated.source == Source("06/2022/QH15", "24", "1", "a")
    assert judged.source == Source("06/2022/QH15", "24", "2")  # a new clause drops the point
    assert isinstance(rated, Count)
    assert rated.of == Rated("good")
    assert isinstance(judged, Judged)
    assert judged.text == "Gương mẫu."
    assert judged.contradicted_by is not None
    assert judged.contradicted_by.source == judged.source


def test_what_must_be_found_in_that_time_looks_into_the_span(tmp_path: Path) -> None:
    law = load.law((national(tmp_path),))

    root = law.awards["better_work"].versions[0].root
    meets, run = children(root)[:2]
    assert isinstance(meets, Meets)
    assert isinstance(run, Run)
    assert run.window.unused == Awarded("better_work")
    assert [each.window.span for each in run.in_that_time if isinstance(each, Count)] == [True]


def test_titles_and_periods_are_known(tmp_path: Path) -> None:
    law = load.law((national(tmp_path),))

    assert law.titles == {"good_work"}
    service = children(law.awards["better_work"].versions[0].root)[3]
    assert getattr(service, "periods") == (("1950-07-15", "1954-07-20", "Kháng chiến"),)  # noqa: B009


def test_the_shipped_law_loads_and_every_id_is_its_own() -> None:
    law = load.law((Path(book.NATIONAL), Path(book.LAW) / "bac_ninh"))

    for award in law.awards.values():
        for version in award.versions:
            ids = list(_ids(version.root))
            assert len(ids) == len(set(ids))
            assert version.root.certainty != "recalled"


def _ids(node: object) -> list[str]:
    return [node.id, *(each for kid in children(node) for each in _ids(kid))]  # type: ignore[attr-defined, arg-type]


# ---------- what is wrong ----------

WRONG_AWARD = [
    ("order: 10", "order: 10\norder: 11 #!", "order"),
    ("order: 10", "order: 10\nordr: 11 #!", "ordr"),
    ("order: 10", "order: 10\nyes: 1 #!", "yes"),
    ("order: 10", "order: 10\n2024: 1 #!", "2024"),
    ("order: 10", "order: -1 #!", "order"),
    ("order: 10", "order: ten #!", "order"),
    ("order: 10", "order: 0x10 #!", "order"),
    ("order: 10", "order: 010 #!", "order"),
    ("order: 10", "order: 10\nneeds_year: yes #!", "needs_year"),
    ("order: 10", 'order: 10\nneeds_year: "true" #!', "needs_year"),
    ('vi: "Làm tốt"', "vi: no", "vi"),
    ('vi: "Làm tốt"', "vi: 2024", "vi"),
    ('vi: "Làm tốt"', 'vi: " "', "vi"),
    ("kind: emulation_title", "kind: emulation_titel #!", "kind"),
    ("[individual, household]", "[individual, individual] #!", "subjects"),
    ("[individual, household]", "[individual, people] #!", "subjects"),
    ("[individual, household]", "[] #!", "subjects"),
    ("key: good_work", "key: other_work #!", "key"),
    ("  - from: 2024-01-01\n", "  -\n", "from"),
    ("from: 2024-01-01", "from: 2024-02-30 #!", "from"),
    ("from: 2024-01-01", "from: 01/01/2024 #!", "from"),
    ("from: 2024-01-01", "from: 20240101 #!", "from"),
    ("until: 2025-07-01", "until: 2023-07-01 #!", "until"),
    ("until: 2025-07-01", "until: #!", "until"),
    ("until: 2025-07-01", "until: 2025-06-30", "versions"),
    ("until: 2025-07-01", "until: 2025-07-02", "versions"),
    ("    until: 2025-07-01\n", "", "versions"),
    ("until: 2025-07-01", "until: 2025-07-01\n    for: [collective] #!", "for"),
    ("until: 2025-07-01", "until: 2025-07-01\n    selected_by: moon #!", "selected_by"),
    ("until: 2025-07-01", "until: 2025-07-01\n    does: sets #!", "does"),
    ("    rule: T-GOOD-01\n", "", "rule"),
    ("    source: {instrument: 06/2022/QH15, article: 24}\n", "", "source"),
    ("instrument: 06/2022/QH15, article: 24, clause: 1", "article: 24, clause: 1", "instrument"),
    ("article: 24, clause: 1", "article: yes, clause: 1", "article"),
    ("article: 24, clause: 1", "page: 24, clause: 1", "page"),
    ("    certainty: read\n", "", "certainty"),
    ("certainty: read", "certainty: sure #!", "certainty"),
    ("certainty: read", "certainty: recalled #!", "certainty"),
    ("- rating: {at_least: good}", "- rating: {at_least: god} #!", "at_least"),
    ("- rating: {at_least: good}", "- rating: {at_most: good} #!", "at_most"),
    ("- rating: {at_least: good}", "- rating: {at_least: good}\n        initiative: {scope: province} #!", "initiative"),
    ("- rating: {at_least: good}", "- ratings: {at_least: good} #!", "ratings"),
    ("- rating: {at_least: good}", "- text: Không có tiêu chuẩn #!", "(tiêu chuẩn)"),
    ("- rating: {at_least: good}", "- rating: {at_least: good}\n        contradicted_by: {founded: {years: 1}} #!", "contradicted_by"),
    ('judged: "Gương mẫu."', "judged: off #!", "judged"),
    ('judged: "Gương mẫu."', "judged: #!", "judged"),
    ("of: {discipline: any}", "of: {disciplin: any}", "disciplin"),
    ("of: {discipline: any}", "of: {discipline: any, rating: good}", "rating"),
    ("of: {discipline: any}", "of: {award: good_wrk}", "award"),
    ("at_most: 0, back", "at_most: 0, at_least: 1, back", "count"),
    ("at_most: 0, back", "back", "count"),
    ("at_most: 0", "at_most: -1", "at_most"),
    ("back: [0, 0]", "back: [3, 1]", "back"),
    ("back: [0, 0]", "back: [0, 62]", "back"),
    ("scope: grassroots", "scope: village", "scope"),
    ("kinds: [prize]", "kinds: [medal]", "kinds"),
    ("{at_least: 5}", "{more_than: 5}", "more_than"),
    ("percent: 70", "percent: 101", "percent"),
    ("percent: 70", "percent: -1", "percent"),
    ("percent: 70", 'percent: "70"', "percent"),
    ("of: advanced_workers", "of: advanced_worker", "of"),
    ('coefficient: "0.3"', "coefficient: 0.3", "coefficient"),
    ('coefficient: "0.3"', 'coefficient: "0,3"', "coefficient"),
    ('coefficient: "0.3"', 'coeficient: "0.3"', "coeficient"),
    ('coefficient: "0.3", ', "", "coefficient"),
    ("98/2023/NĐ-CP}, certainty: read", "98/2023/NĐ-CP}, certainty: recalled", "coefficient"),
    ("{from: 2024-01-01, subject", "{subject", "from"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "key"), WRONG_AWARD, ids=[f"{old} → {new}" for old, new, _ in WRONG_AWARD]
)
def test_a_wrong_award_is_told_where_it_stands(tmp_path: Path, old: str, new: str, key: str) -> None:
    text, line = damaged(AWARD, old, new)

    problem = told(tmp_path, award=text)

    assert problem.key.rpartition(".")[2] == key
    assert problem.file.endswith("awards/good_work.yaml")
    assert problem.expected
    if line:
        assert problem.line == line
    assert str(problem.line) in str(problem)


WRONG_CHAIN = [
    ("meets: good_work", "meets: god_work #!", "meets"),
    ("meets: good_work", "meets: better_work #!", "meets"),
    ("years: 3", "years: -3 #!", "years"),
    ("years: 3", "years: 0 #!", "years"),
    ("years: 3", "years: 63 #!", "years"),
    ("years: 3", "years: three #!", "years"),
    ("or_more: true", "or_more: on #!", "or_more"),
    ("unused: better_work", "unused: best_work #!", "unused"),
    ("unused: better_work", "leaving: 5 #!", "leaving"),
    ("[worker, farmer]", "[worker, king]", "occupation"),
    ("{occupation: [worker, farmer]}", "{martyr: [yes]} #!", "martyr"),
    ("{occupation: [worker, farmer]}", "{colour: [red]} #!", "colour"),
    ("periods: spells", "periods: spels", "periods"),
    ("months: 24", "months: -24", "months"),
    ("subjects: [individual]", "subjects: [collective]", "meets"),
    ("from: 2024-01-01", "from: 2023-01-01", "meets"),
]


@pytest.mark.parametrize(
    ("old", "new", "key"), WRONG_CHAIN, ids=[f"{old} → {new}" for old, new, _ in WRONG_CHAIN]
)
def test_a_wrong_reference_is_told_where_it_stands(tmp_path: Path, old: str, new: str, key: str) -> None:
    text, line = damaged(CHAIN, old, new)

    problem = told(tmp_path, chain=text)

    assert problem.key.rpartition(".")[2] == key
    assert problem.file.endswith("awards/better_work.yaml")
    assert not line or problem.line == line


def test_rules_that_lead_back_to_themselves_are_refused(tmp_path: Path) -> None:
    text = AWARD.replace("- rating: {at_least: good}", "- meets: better_work")

    problem = told(tmp_path, award=text)

    assert "good_work" in problem.expected
    assert "better_work" in problem.expected


def test_a_near_name_is_offered(tmp_path: Path) -> None:
    problem = told(tmp_path, chain=CHAIN.replace("meets: good_work", "meets: good_wrk"))

    assert "“good_work”" in problem.expected


WRONG_PARAMETERS = [
    ("until: 2024-07-01, ", "", "values"),
    ("until: 2024-07-01", "until: 2024-06-01", "values"),
    ("until: 2024-07-01", "until: 2024-08-01", "values"),
    ("{from: 2024-07-01, value: 2340000", "{value: 2340000", "from"),
    ("value: 2340000", "value: 2340000.5", "value"),
    ("value: 2340000", "value: yes", "value"),
    ("value: 2340000", "worth: 2340000", "worth"),
    ("key: pay", "key: spells #!", "key"),
    ("value: 2340000, rule: H-2, source: {instrument: 73/2024/NĐ-CP}, certainty: read",
     "value: 2340000, rule: H-2, source: {instrument: 73/2024/NĐ-CP}, certainty: recalled", "value"),
    ("value: 2340000, rule: H-2, ", "value: 2340000, ", "rule"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "key"), WRONG_PARAMETERS, ids=[new for _, new, _ in WRONG_PARAMETERS])
def test_a_wrong_parameter_is_told_where_it_stands(tmp_path: Path, old: str, new: str, key: str) -> None:
    text, line = damaged(PARAMETERS, old, new)

    problem = told(tmp_path, parameters=text)

    assert problem.key.rpartition(".")[2] == key
    assert problem.file.endswith("parameters.yaml")
    assert not line or problem.line == line


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("does: block", "does: stop #!", "does"),
        ("subjects: [individual]", "subjects: [dog] #!", "subjects"),
        ("    from: 2024-01-01\n", "", "from"),
        ("certainty: read", "certainty: recalled #!", "certainty"),
        ("does: block", "does: basis #!", "kinds"),
    ],
)
def test_a_wrong_principle_is_told_where_it_stands(tmp_path: Path, old: str, new: str, key: str) -> None:
    problem = told(tmp_path, principles=damaged(PRINCIPLES, old, new)[0])

    assert problem.key.rpartition(".")[2] == key
    assert problem.file.endswith("principles.yaml")


def test_two_principles_never_do_the_same_on_one_day(tmp_path: Path) -> None:
    twice = PRINCIPLES + PRINCIPLES.removeprefix("principles:\n").replace("open_case", "other_case")

    assert told(tmp_path, principles=twice).file.endswith("principles.yaml")


@pytest.mark.parametrize(
    "text", ["", "- a\n- b\n", "a: [1\n", "a: &x 1\nb: *y\n", "a: 1\n---\nb: 2\n", "a: \x00\n"]
)
def test_what_is_no_rule_file_is_told(tmp_path: Path, text: str) -> None:
    problem = told(tmp_path, award=text)

    assert problem.file.endswith("awards/good_work.yaml")


def test_what_is_not_utf8_is_told(tmp_path: Path) -> None:
    place = national(tmp_path)
    (place / "awards" / "good_work.yaml").write_bytes(b"key: good_work\nname: {vi: \xff}\n")

    with pytest.raises(RuleError, match=r"good_work\.yaml"):
        load.law((place,))


def test_a_folder_without_awards_is_told(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="awards"):
        load.law((tmp_path,))


# ---------- overlays ----------


def roots(law: Law, kind: str) -> list[tuple[str, str, str]]:
    return [
        (each.since, each.until, type(each.root).__name__)
        for each in law.awards["good_work"].versions
        if kind in each.kinds
    ]


def test_an_overlay_adds_only_within_its_dates_and_kinds(tmp_path: Path) -> None:
    law = load.law((national(tmp_path), overlay(tmp_path)))

    assert roots(law, "individual") == [
        ("2024-01-01", "2025-01-01", "All"),
        ("2025-01-01", "2025-07-01", "All"),
        ("2025-07-01", "2026-01-01", "All"),
        ("2026-01-01", "", "Any"),
    ]
    assert roots(law, "household") == [("2024-01-01", "2025-07-01", "All"), ("2025-07-01", "", "Any")]
    added = law.awards["good_work"].version("2025-08-01", "individual")
    assert added is not None
    assert isinstance(added.root, All)
    assert [type(each) for each in added.root.of] == [Any, Count]
    assert added.root.of[1].rule == "L-1"
    assert law.overlays == ("here",)
    assert law.awards["good_work"].overlay == "here"
    assert law.awards["better_work"].overlay == ""


def test_an_overlay_sets_in_place_of_the_national_rule(tmp_path: Path) -> None:
    law = load.law((national(tmp_path), overlay(tmp_path, LOCAL.replace("does: adds", "does: sets"))))

    assert roots(law, "individual") == [
        ("2024-01-01", "2025-01-01", "All"),
        ("2025-01-01", "2025-07-01", "Count"),
        ("2025-07-01", "2026-01-01", "Count"),
        ("2026-01-01", "", "Any"),
    ]


@pytest.mark.parametrize("kind", KINDS[::2])
def test_an_overlay_leaves_no_gap(tmp_path: Path, kind: str) -> None:
    law = load.law((national(tmp_path), overlay(tmp_path)))

    mine = roots(law, kind)
    assert [until for _, until, _ in mine[:-1]] == [since for since, _, _ in mine[1:]]


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("does: adds", "does: removes #!", "does"),
        ("    does: adds\n", "", "does"),
        ("key: good_work", "key: god_work #!", "key"),
        ("from: 2025-01-01", "from: 2024-12-31 #!", "from"),
        ("for: [individual]", "for: [collective] #!", "for"),
        ("key: good_work", "key: good_work\nkind: emulation_title #!", "kind"),
    ],
)
def test_a_wrong_overlay_is_told_where_it_stands(tmp_path: Path, old: str, new: str, key: str) -> None:
    text, line = damaged(LOCAL, old, new)

    with pytest.raises(RuleError) as caught:
        load.law((national(tmp_path), overlay(tmp_path, text)))

    assert caught.value.key.rpartition(".")[2] == key
    assert caught.value.file.endswith("here/awards/good_work.yaml")
    assert not line or caught.value.line == line


def test_an_overlay_says_what_it_is(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="instrument"):
        load.law(
            (national(tmp_path), overlay(tmp_path, about=OVERLAY.replace("instrument: 1/2025/QĐ-UBND\n", "")))
        )


def test_an_overlay_cannot_add_before_the_nation_has_a_rule(tmp_path: Path) -> None:
    text = LOCAL.replace("2025-01-01", "2023-01-01")
    about = OVERLAY.replace("2025-01-01", "2023-01-01")

    with pytest.raises(RuleError, match="from"):
        load.law((national(tmp_path), overlay(tmp_path, text, about)))


def test_a_parameter_of_an_overlay_changes_the_rule_that_counts_by_it_from_its_day(tmp_path: Path) -> None:
    place = overlay(tmp_path)
    local = (
        PARAMETERS.partition("  - key: pay")[0].replace("2020-01-01", "2025-03-01").replace("1950", "1949")
    )
    (place / "parameters.yaml").write_text(local, encoding="utf-8")

    law = load.law((national(tmp_path), place))

    versions = law.awards["better_work"].versions
    assert [(each.since, each.until) for each in versions] == [
        ("2024-01-01", "2025-03-01"),
        ("2025-03-01", ""),
    ]
    firsts = [children(each.root)[3].periods[0][0] for each in versions]  # type: ignore[union-attr]
    assert firsts == ["1950-07-15", "1949-07-15"]
    assert [(each.since, each.until) for each in law.parameters["spells"]] == [
        ("2020-01-01", "2025-03-01"),
        ("2025-03-01", ""),
    ]
