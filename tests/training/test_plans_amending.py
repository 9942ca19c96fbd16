"""An issued plan is amended by a new one; what was issued stays readable."""

from copy import deepcopy
from typing import Any

import pytest

from bangvang.core.errors import NotAllowed, WrongState
from bangvang.core.models import Notice
from bangvang.training.actions import classes
from bangvang.training.actions import plans as actions
from bangvang.training.models import TrainingClass, TrainingPlan
from bangvang.training.queries import plans as queries
from bangvang.training.workflow import ClassState, PlanState
from tests.factories import plans, training
from tests.factories.clients import signed_in
from tests.factories.directory import World
from tests.training.test_plans_views import post, typed


def amended(world: World, plan: TrainingPlan, links: list[str] | None = None, **parts: Any) -> TrainingPlan:
    """An amendment of this plan, corrected as given, that lies before the signatory."""
    new = actions.amend(plan, by=world.chi)
    actions.save(
        new,
        by=world.chi,
        structure=deepcopy(new.structure) | parts,
        revision=new.revision,
        class_links=new.class_links if links is None else links,
    )
    return plans.sent(world, new)


def reissued(world: World, plan: TrainingPlan, links: list[str] | None = None, **parts: Any) -> TrainingPlan:
    new = amended(world, plan, links, **parts)
    return actions.issue(
        new,
        by=world.son,
        revision=new.revision,
        issued_on=world.son.on,
        notation="KH-UBND",
        capacity="KT. CHỦ TỊCH",
        position="PHÓ CHỦ TỊCH",
        name="Võ Trường Sơn",
    )


def open_to_school(world: World, plan: TrainingPlan) -> TrainingClass:
    """The second class of the plan, open to the first school alone."""
    training_class = plan.classes.get(code=plan.class_codes[1])
    classes.prepare(
        training_class,
        by=world.chi,
        starts_on=training.STARTS,
        ends_on=training.STARTS,
        starts_at=None,
        venue="Hội trường huyện",
        deadline=training.DEADLINE,
    )
    group = training_class.groups.get()
    classes.map_group(group, by=world.chi, organisations=[world.school], seats=[training.LEADER])
    classes.decide_seats(training_class, by=world.chi, reason="Mời trước một trường")
    return classes.open_enrolment(training_class, by=world.chi, on=training.DAY)


def test_an_amendment_begins_as_a_copy_whose_classes_continue_their_own(world: World):
    plan = plans.issued(world)

    new = actions.amend(plan, by=world.chi)

    assert (new.state, new.amends, new.class_links) == (PlanState.DRAFT, plan, plan.class_codes)
    assert new.structure["document"]["number"] is None
    assert new.structure["classes"] == plan.structure["classes"]
    assert queries.amendment_differences(new) == []


def test_the_desk_shows_what_differs_from_the_old_plan(world: World):
    plan = plans.issued(world)
    rows = deepcopy(plan.structure["classes"])
    rows[1]["headcount"] = 65

    new = amended(world, plan, classes=rows, audience="Đối tượng mới")

    assert [(each.label, each.before, each.after) for each in queries.amendment_differences(new)] == [
        ("Đối tượng", plan.structure["audience"], "Đối tượng mới"),
        ("Lớp 2 – Số lượng (người)", "60", "65"),
    ]
    page = signed_in(world.chi).get(f"/ke-hoach/{new.code}/").content.decode()
    assert "Đối tượng mới" in page
    assert "01/KH-UBND" in page


def test_issuing_supersedes_the_old_plan_and_moves_its_classes(world: World):
    plan = plans.issued(world)
    codes = list(plan.class_codes)

    new = reissued(world, plan)

    plan.refresh_from_db()
    assert (plan.state, new.state, str(new.paper)) == (PlanState.SUPERSEDED, PlanState.ISSUED, "02/KH-UBND")
    assert [each.code for each in new.classes.order_by("order")] == codes
    assert plan.class_codes == codes


def test_a_class_is_split_another_cancelled_and_a_third_added(world: World):
    plan = plans.issued(world)
    first, second = plan.class_codes
    one = plan.structure["classes"][0]
    rows = [
        {**one, "name": "Lớp 1A", "headcount": 20},
        {**one, "name": "Lớp 1B", "headcount": 20},
        {**one, "name": "Lớp mới", "headcount": 10},
    ]

    new = reissued(world, plan, [first, first, ""], classes=rows)

    found = {each.name: each for each in new.classes.all()}
    assert (found["Lớp 1A"].code, found["Lớp 1B"].follows, found["Lớp mới"].follows) == (
        first,
        found["Lớp 1A"],
        None,
    )
    assert TrainingClass.objects.get(code=second).state == ClassState.CANCELLED


def test_differences_of_a_split_compare_each_part_with_what_it_continues(world: World):
    plan = plans.issued(world)
    first = plan.class_codes[0]
    one = plan.structure["classes"][0]

    new = amended(world, plan, [first, first], classes=[one, {**one, "headcount": 15}])

    assert [(each.label, each.before != "", each.after) for each in queries.amendment_differences(new)] == [
        ("Lớp 2 – Số lượng (người)", True, "15"),
        ("Lớp 2", True, ""),
    ]


def test_there_is_one_amendment_at_a_time(world: World):
    plan = plans.issued(world)
    first = actions.amend(plan, by=world.chi)

    with pytest.raises(NotAllowed, match="Đang có một kế hoạch thay thế"):
        actions.amend(plan, by=world.chi)

    actions.cancel(first, by=world.chi, reason="Không cần nữa")
    assert actions.amend(plan, by=world.chi).amends == plan


def test_two_amendments_begun_at_once_are_one(world: World, monkeypatch: pytest.MonkeyPatch):
    plan = plans.issued(world)
    actions.amend(plan, by=world.chi)
    unchecked = actions.amend.__wrapped__  # as if the policy had looked before the other was begun

    with pytest.raises(WrongState, match="Đã có người lập kế hoạch thay thế"):
        unchecked(plan, by=world.chi)

    assert TrainingPlan.objects.filter(amends=plan).count() == 1


@pytest.mark.parametrize("who", ["son", "anh", "giang"])
def test_only_the_standing_body_amends(world: World, who: str):
    plan = plans.issued(world)

    with pytest.raises(NotAllowed, match="Chỉ cơ quan thường trực"):
        actions.amend(plan, by=getattr(world, who))


def test_a_draft_is_not_amended(world: World):
    with pytest.raises(NotAllowed, match="Chỉ kế hoạch đang có hiệu lực"):
        actions.amend(plans.read_in(world), by=world.chi)


def test_what_was_issued_stays_readable_for_the_units_it_invited(world: World):
    plan = plans.issued(world)
    opened = open_to_school(world, plan)
    assert list(queries.visible_to(world.anh)) == [plan]

    new = reissued(world, plan)
    assert opened.code in new.class_codes

    anh, giang = signed_in(world.anh), signed_in(world.giang)
    for each in (plan, new):
        assert anh.get(f"/ke-hoach/{each.code}/").status_code == 200
        assert anh.get(f"/ke-hoach/{each.code}/van-ban.pdf").status_code == 200
        assert anh.get(f"/ke-hoach/{each.code}/sua/").status_code == 404
        assert giang.get(f"/ke-hoach/{each.code}/").status_code == 404
    assert any("thay thế kế hoạch trước" in each.text for each in Notice.objects.filter(recipient=world.anh))


def test_a_unit_sees_no_draft_and_no_others_amendment(world: World):
    plan = plans.issued(world)
    open_to_school(world, plan)
    draft = actions.amend(plan, by=world.chi)

    page = signed_in(world.anh).get(f"/ke-hoach/{plan.code}/").content.decode()

    assert draft.code not in page
    assert signed_in(world.anh).get(f"/ke-hoach/{draft.code}/").status_code == 404


def test_links_follow_their_classes_through_the_form(world: World):
    plan = plans.issued(world)
    new = actions.amend(plan, by=world.chi)
    first, second = plan.class_codes
    client = signed_in(world.chi)

    moved = post(client, new, typed(new, do="down:classes-0"))
    assert [moved.context["form"][f"classes-{i}-follows"].value() for i in range(2)] == [second, first]

    post(client, new, typed(new, **{"classes-1-follows": first}))
    new.refresh_from_db()
    assert new.class_links == [first, first]

    refused = post(client, new, typed(new, **{"classes-1-follows": "LOP-9999-0001"}))
    assert refused.status_code == 422
    assert "Lớp này không còn trong kế hoạch cũ" in refused.content.decode()
