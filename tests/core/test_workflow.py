"""A workflow checks itself, and its move is won by one."""

import pytest

from bangvang.core.workflow import Workflow, step


def test_a_workflow_with_a_dead_end_is_refused_when_it_is_made():
    with pytest.raises(ValueError, match="dead end"):
        Workflow(
            initial="a",
            finals=frozenset({"c"}),
            transitions=(step("go", "a", to="b"), step("end", "a", to="c")),
            labels={"a": "A", "b": "B", "c": "C"},
            tones={"a": "", "b": "", "c": ""},
        )
