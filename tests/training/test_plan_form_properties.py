"""Whatever a plan says, the form shows it and gives it back unchanged; rows may be moved without loss."""

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bangvang.core import text
from bangvang.training.forms import plan_tree
from bangvang.training.forms.plan_form import PlanForm

WORDS = (
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cn", "Co")), max_size=60)
    .map(text.clean)
    .filter(lambda said: len(said) <= 60)
)
SAID = WORDS.filter(bool)
MAYBE = st.none() | SAID
DAY = st.none() | st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)).map(str)
COUNT = st.none() | st.integers(1, 100_000)
NUMBER = SAID.filter(lambda said: ";" not in said)


def rows(of: Any) -> Any:
    return st.lists(of, max_size=3)


@st.composite
def classes(draw: Any) -> dict[str, Any]:
    first, last = sorted(draw(st.tuples(DAY, DAY)), key=lambda day: day or "")
    period = draw(st.none() | st.fixed_dictionaries({"text": SAID, "from": st.none(), "to": DAY}))
    return {
        "name": draw(SAID),
        "composition": draw(rows(SAID)),
        "headcount": draw(COUNT),
        "days": draw(st.none() | st.integers(1, 200).map(lambda halves: halves / 2)),
        "starts_on": first,
        "ends_on": last,
        "period": period,
        "venue": draw(MAYBE),
    }


PLANS = st.fixed_dictionaries(
    {
        "document": st.fixed_dictionaries(
            {
                "kind": st.just("KẾ HOẠCH"),
                "title": MAYBE,
                "number": MAYBE.filter(lambda said: len(said or "") <= 40),
                "issuer": MAYBE,
                "place": MAYBE,
                "issued_on": DAY,
            }
        ),
        "year": st.none() | st.integers(1900, 2100),
        "purposes": rows(SAID),
        "curriculum": rows(
            st.fixed_dictionaries({"text": SAID, "items": rows(SAID), "instruments": rows(NUMBER)})
        ),
        "instruments": rows(
            st.fixed_dictionaries({"number": SAID, "title": MAYBE, "issued_on": DAY, "in_force_from": DAY})
        ),
        "audience": MAYBE,
        "classes": rows(classes()),
        "funding": rows(SAID),
        "assignments": rows(st.fixed_dictionaries({"organisation": SAID, "duties": rows(SAID)})),
        "deadlines": rows(st.fixed_dictionaries({"text": SAID, "on": DAY})),
        "recipients": rows(SAID),
        "signatory": st.fixed_dictionaries({"capacity": MAYBE, "position": MAYBE, "name": MAYBE}),
        "unread": rows(st.fixed_dictionaries({"line": st.integers(1, 999), "text": SAID})),
    }
)


def sent(raw: Any) -> Any:
    """The tree after a browser has sent it."""
    return plan_tree.raw_from_post(plan_tree.texts_of(raw))


@given(PLANS)
@settings(max_examples=60, deadline=None)
def test_a_plan_goes_through_the_form_unchanged(structure: dict[str, Any]):
    form = PlanForm(sent(plan_tree.raw_of(structure)), judge=True)

    assert form.is_valid(), form.errors
    assert form.structure() == structure


@given(PLANS, st.data())
@settings(max_examples=60, deadline=None)
def test_moving_a_row_down_and_up_again_is_nothing(structure: dict[str, Any], data: st.DataObject):
    raw = plan_tree.raw_of(structure)
    before = sent(raw)
    lists = [key for key in ("purposes", "classes", "recipients", "assignments") if len(raw[key]) > 1]
    if not lists:
        return
    key = data.draw(st.sampled_from(lists))
    index = data.draw(st.integers(0, len(raw[key]) - 2))

    plan_tree.edit(raw, f"down:{key}-{index}")
    plan_tree.edit(raw, f"up:{key}-{index + 1}")

    assert sent(raw) == before


@given(st.dictionaries(st.text(max_size=40), st.text(max_size=20), max_size=30), st.text(max_size=30))
@settings(max_examples=100, deadline=None)
def test_whatever_a_meddler_sends_the_form_stands(data: dict[str, str], order: str):
    raw = plan_tree.raw_from_post(data)

    plan_tree.edit(raw, order)

    assert PlanForm(raw, judge=True).nodes({})[0].name == "document"
