"""Our `dataclass` and the standard library's are the same to whoever uses the classes."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, asdict, field, fields, replace
from typing import Any

import pytest

from annotations.text.records import dataclass, declare

Declare = Callable[..., Any]
MAKERS: list[Any] = [declare, dataclasses.dataclass]


def _point(declare: Declare, **options: bool) -> Any:
    @declare(**options)
    class Point:
        """A place."""

        x: int
        y: int = 2
        names: list[str] = field(default_factory=list)
        seen: int = field(default=0, compare=False, repr=False)
        made: dict[str, int] = field(default_factory=dict, init=False, repr=False, compare=False)

    return Point


OPTIONS: list[dict[str, bool]] = [
    {},
    {"slots": True},
    {"frozen": True},
    {"frozen": True, "slots": True},
    {"frozen": True, "slots": True, "order": True},
    {"frozen": True, "slots": True, "kw_only": True},
]


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_what_is_made_is_what_the_library_makes(options: dict[str, bool]) -> None:
    ours, theirs = _point(declare, **options), _point(dataclasses.dataclass, **options)

    some: list[dict[str, Any]] = [{"x": 1}, {"x": 1, "y": 5}, {"x": 0, "names": ["a"], "seen": 4}]
    for values in some * 3:  # the first few are filled otherwise than those after them
        mine, other = ours(**values), theirs(**values)
        assert asdict(mine) == asdict(other)
        assert repr(mine) == repr(other)
        assert asdict(replace(mine, y=9)) == asdict(replace(other, y=9))
        assert [each.name for each in fields(mine)] == [each.name for each in fields(other)]
        assert copy.deepcopy(mine) == mine == copy.copy(mine)
    assert ours.__match_args__ == theirs.__match_args__
    assert hasattr(ours(x=1), "__dict__") == hasattr(theirs(x=1), "__dict__")


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_they_are_equal_and_ordered_in_the_same_cases(options: dict[str, bool]) -> None:
    for point in (_point(declare, **options), _point(dataclasses.dataclass, **options)):
        one, like, other = point(x=1, seen=3), point(x=1), point(x=2)
        assert one == like
        assert one != other
        assert one != (1, 2, [])
        assert one.names is not like.names
        if options.get("order"):
            assert one < other
            assert other > one >= like
            assert one <= like
        else:
            with pytest.raises(TypeError):
                _ = one < other


def test_a_frozen_record_stays_as_it_is_and_can_be_a_key() -> None:
    for make in MAKERS:

        class Name:
            """A name."""

            first: str
            last: str = ""

        name: Any = make(frozen=True, slots=True)(Name)
        one = name("A", "B")
        with pytest.raises(FrozenInstanceError):
            one.first = "C"
        with pytest.raises(FrozenInstanceError):
            del one.last
        assert {one: 1}[name("A", "B")] == 1
        assert hash(one) == hash(("A", "B"))


def test_what_can_change_cannot_be_a_key() -> None:
    for make in MAKERS:
        with pytest.raises(TypeError):
            hash(_point(make)(x=1))


@pytest.mark.parametrize("wrong", [((), {}), ((1, 2, [], 3, {}), {}), ((1,), {"z": 2}), ((1,), {"x": 2})])
def test_wrong_arguments_are_refused(wrong: tuple[tuple[Any, ...], dict[str, Any]]) -> None:
    values, named = wrong
    for make in MAKERS:
        with pytest.raises(TypeError):
            _point(make)(*values, **named)


def test_a_class_keeps_its_own_methods_and_is_checked_after_it_is_made() -> None:
    for make in MAKERS:

        class Even:
            """An even number."""

            number: int

            def __post_init__(self) -> None:
                if self.number % 2:
                    raise ValueError(self.number)

            def __repr__(self) -> str:
                return f"<{self.number}>"

            def __hash__(self) -> int:
                return 7

        even: Any = make(frozen=True)(Even)

        assert (repr(even(2)), hash(even(4))) == ("<2>", 7)
        with pytest.raises(ValueError, match="3"):
            even(3)


def test_a_record_may_be_founded_on_another() -> None:
    for make in MAKERS:

        class Base:
            """The first."""

            a: int

        base: Any = make(frozen=True, slots=True)(Base)

        class Wider(base):  # type: ignore[misc]  # what the library makes is known as Any here
            """The second."""

            b: int = 3

        wider: Any = make(frozen=True, slots=True)(Wider)

        assert (wider(1).a, wider(1).b, wider(1, 2)) == (1, 3, wider(1, 2))
        assert base(1) != wider(1)


@dataclass(frozen=True, slots=True)
class Sent:
    """What goes to another process."""

    words: str
    count: int = 0


def test_it_can_be_sent_to_another_process() -> None:
    assert pickle.loads(pickle.dumps(Sent("a", 2))) == Sent("a", 2)
