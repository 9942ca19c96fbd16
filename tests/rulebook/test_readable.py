"""The rules as a lawyer reads them."""

from pathlib import Path

import pytest

import rulebook
from rulebook import readable
from rulebook.tree import Law

LAW = rulebook.Rulebook.load(rulebook.NATIONAL).law
DAY = "2026-01-15"


def whole(law: Law, key: str, kind: str = "individual") -> readable.Line:
    version = law.awards[key].version(DAY, kind)
    assert version is not None
    return readable.lines(law, version.root)


def test_every_line_has_a_sentence_and_a_citation() -> None:
    for award in LAW.awards.values():
        for version in award.versions:
            for line in readable.lines(LAW, version.root).walk():
                assert line.text, line.id
                assert line.source.instrument, line.id
                assert line.certainty_word


def test_a_route_is_told_as_one_of_several_and_a_reference_leads_to_its_award() -> None:
    root = whole(LAW, "grassroots_emulation_fighter")

    assert [each.asks for each in root.walk()][:3] == [
        "phải đạt tất cả", "chỉ cần một trong các trường hợp", "dẫn chiếu",
    ]  # fmt: skip
    assert root.inside[0].inside[0].award == "advanced_worker"
    assert str(root.inside[1].source) == "khoản 2 Điều 23 06/2022/QH15"


def test_the_page_of_an_award_names_each_version_with_both_days() -> None:
    page = readable.markdown(LAW, LAW.awards["grassroots_emulation_fighter"])

    assert page.startswith("# Chiến sĩ thi đua cơ sở\n")
    assert "từ ngày 01/01/2024 đến hết ngày 30/09/2026 (cá nhân)" in page
    assert "khoản 2 Điều 23 06/2022/QH15" in page
    assert "1,0 lần mức lương cơ sở" in page


def test_nothing_changed_between_two_days_of_one_version() -> None:
    award = LAW.awards["excellent_labour_collective"]
    assert readable.between(LAW, award, award, "collective", "2026-01-01", "2026-01-02") == []


def test_a_new_version_is_told_as_what_came_and_what_went() -> None:
    award = LAW.awards["grassroots_emulation_fighter"]
    found = readable.between(LAW, award, award, "individual", "2026-09-30", "2026-10-01")

    assert any(each.sort == "added" and "Luật 06/2026/QH16" in each.after for each in found)
    assert any(each.sort == "removed" and "sáng kiến" in each.before.lower() for each in found)


def test_a_changed_number_is_told_with_both_values(tmp_path: Path) -> None:
    folder = tmp_path / "overlay"
    (folder / "awards").mkdir(parents=True)
    (folder / "overlay.yaml").write_text(
        "key: an_hoa\nname: An Hòa\ninstrument: 1/2025/QĐ-UBND\nfrom: 2025-07-01\n", "utf-8"
    )
    (folder / "awards" / "certificate_of_commendation.yaml").write_text(
        """key: certificate_of_commendation
versions:
  - {from: 2025-07-01, until: 2025-12-01, for: [individual], does: sets, rule: DP-01, certainty: read,
     source: {instrument: 1/2025/QĐ-UBND, article: 1}, rating: {at_least: good}}
  - {from: 2025-12-01, until: 2026-10-01, for: [individual], does: sets, rule: DP-01, certainty: read,
     source: {instrument: 1/2025/QĐ-UBND, article: 1}, rating: {at_least: excellent}}
""",
        "utf-8",
    )
    law = rulebook.Rulebook.load(rulebook.NATIONAL, folder).law
    award = law.awards["certificate_of_commendation"]
    found = readable.between(law, award, award, "individual", "2025-11-30", "2025-12-01")

    assert [each.sort for each in found] == ["changed"]
    assert "hoàn thành tốt" in found[0].before.lower()
    assert "hoàn thành xuất sắc" in found[0].after.lower()


@pytest.mark.parametrize("key", sorted(LAW.awards))
def test_every_award_has_a_page(key: str) -> None:
    page = readable.markdown(LAW, LAW.awards[key])

    assert "## Tiêu chuẩn" in page
    assert "None" not in page
    assert "['" not in page


def test_a_row_of_years_is_told_with_what_must_have_come_in_that_time() -> None:
    row = whole(LAW, "provincial_emulation_fighter").inside[1]

    assert row.whole.startswith("03 năm liên tục được tặng Chiến sĩ thi đua cơ sở")
    assert "; trong thời gian đó có sáng kiến được công nhận cấp bộ, tỉnh trở lên hoặc" in row.whole
