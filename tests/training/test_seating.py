"""Nobody sits where they do not fit, and no list of people takes more seats than there are."""

from hypothesis import given
from hypothesis import strategies as st

from bangvang.training.queries.seating import ANY, Candidate, Place, arrange

LINES = st.lists(st.integers(0, 3), min_size=0, max_size=4)


@st.composite
def rooms(draw):
    lines = draw(LINES)
    places = st.frozensets(st.integers(0, len(lines) - 1)) if lines else st.just(frozenset())
    people = [Candidate(key, fits) for key, fits in enumerate(draw(st.lists(places, max_size=8)))]
    return people, lines, draw(st.integers(0, 8))


@given(rooms())
def test_seats_are_never_exceeded(room):
    people, lines, capacity = room

    places = arrange(people, lines, capacity)

    seated = [key for key, place in places.items() if place.is_seated]
    assert set(places) == {person.key for person in people}
    assert len(seated) <= capacity
    for line, seats in enumerate(lines):
        assert sum(place.line == line for place in places.values()) <= seats


@given(rooms())
def test_everybody_on_a_line_fits_it(room):
    people, lines, capacity = room
    fits = {person.key: person.fits for person in people}

    for key, place in arrange(people, lines, capacity).items():
        assert place.line == ANY or place.line in fits[key]


@given(rooms())
def test_a_seat_stays_empty_only_when_nobody_is_left(room):
    people, lines, capacity = room

    places = arrange(people, lines, capacity)

    seated = sum(place.is_seated for place in places.values())
    assert seated == min(capacity, len(people))


@given(rooms())
def test_somebody_who_came_later_takes_no_seat_from_one_who_fits(room):
    people, lines, capacity = room
    newcomer = Candidate(99, frozenset(range(len(lines))))

    before = arrange(people, lines, capacity)
    after = arrange([*people, newcomer], lines, capacity)

    for person in people:
        if before[person.key].is_seated and not (before[person.key].misfit or before[person.key].line_full):
            assert after[person.key].is_seated


def test_two_leaders_do_not_take_the_seat_of_the_one_in_charge():
    leader, second, in_charge = (
        Candidate(1, frozenset({0})),
        Candidate(2, frozenset({0})),
        Candidate(3, frozenset({1})),
    )

    assert arrange([leader, second, in_charge], [1, 1], 2) == {
        1: Place(is_seated=True, line=0),
        3: Place(is_seated=True, line=1),
        2: Place(is_seated=False),
    }


def test_a_leader_who_is_also_in_charge_makes_room_for_another_leader():
    both, leader = Candidate(1, frozenset({0, 1})), Candidate(2, frozenset({0}))

    places = arrange([both, leader], [1, 1], 2)

    assert (places[1].line, places[2].line) == (1, 0)


def test_extra_seats_given_to_a_unit_are_open_to_every_line():
    people = [Candidate(key, frozenset({0})) for key in (1, 2, 3)]

    places = arrange(people, [1, 1], 4)

    assert [places[key].is_seated for key in (1, 2, 3)] == [True, True, True]
    assert [place.line_full for _, place in sorted(places.items())] == [False, False, False]
