"""Every write is an action, and only the clock knows the time."""

import ast
import pkgutil
from importlib import import_module
from inspect import isfunction, signature

import pytest

import bangvang
from bangvang.core.actions import System
from bangvang.core.policy import Verdict
from tests.house.source import calls, modules


def action_modules() -> list[str]:
    """Modules that hold a room's actions."""
    found = []
    for each in pkgutil.walk_packages(bangvang.__path__, "bangvang."):
        parts = each.name.split(".")
        is_actions = "actions" in parts[2:] or parts[-1].endswith("_actions")
        if is_actions and each.name != "bangvang.core.actions" and not parts[-1].startswith("_"):
            found.append(each.name)
    return found


def public_functions(module: str) -> list[tuple[str, object]]:
    held = import_module(module)
    return [
        (name, value)
        for name, value in vars(held).items()
        if isfunction(value) and not name.startswith("_") and value.__module__ == module
    ]


def test_there_are_rooms_with_actions():
    assert {"bangvang.directory.actions", "bangvang.documents.actions", "bangvang.training.actions"} <= set(
        action_modules()
    )


@pytest.mark.parametrize("module", action_modules())
def test_every_public_function_of_an_action_module_is_an_action(module: str):
    plain = [
        name
        for name, function in public_functions(module)
        if not hasattr(function, "action") and not name.startswith("can_")
    ]
    assert plain == []


@pytest.mark.parametrize("module", action_modules())
def test_every_action_has_the_shape_subject_by_details(module: str):
    wrong = []
    for name, function in public_functions(module):
        if not hasattr(function, "action"):
            continue
        first, *others = signature(function).parameters.values()
        kinds = {each.kind for each in others}
        if first.kind is not first.POSITIONAL_OR_KEYWORD or kinds - {first.KEYWORD_ONLY, first.VAR_KEYWORD}:
            wrong.append(name)
        if "by" not in signature(function).parameters:
            wrong.append(name)
    assert wrong == []


def test_verbs_are_unique():
    verbs = [
        function.action.verb
        for module in action_modules()
        for _, function in public_functions(module)
        if hasattr(function, "action")
    ]
    assert len(verbs) == len(set(verbs))


def test_nobody_but_the_clock_asks_the_time():
    asking = {"date.today", "datetime.now", "datetime.today", "datetime.utcnow", "timezone.now", "timezone.localdate",
              "datetime.date.today", "datetime.datetime.now", "time.time", "now", "localdate"}  # fmt: skip
    found = [
        f"{path}:{call.lineno} {name}"
        for path, tree in modules().items()
        if path.as_posix() != "bangvang/core/clock.py"
        for call, name in calls(tree)
        if name in asking
    ]
    assert found == []


def test_only_a_workflow_writes_a_state():
    """`row.state = …` skips the compare-and-set that lets the first of two clerks win."""
    found = [
        f"{path}:{node.lineno}"
        for path, tree in modules("bangvang").items()
        if path.as_posix() != "bangvang/core/workflow.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Attribute) and target.attr == "state"
    ]
    assert found == []


def test_the_system_is_an_actor_and_no_user():
    assert (str(System()), System().pk, bool(Verdict(False))) == ("Hệ thống", None, False)
