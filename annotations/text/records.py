"""`dataclass` as the standard library has it, for the records that the start of the program waits for: ten times as quick.

The library compiles half a dozen methods for every class when it is declared, which for the sixty classes that the first
page needs is longer than painting that page. Here all methods but `__init__` are the same few functions for every class,
and `__init__` is compiled when more than a few instances are made; what is made is as quick afterwards, and is a dataclass to
`fields`, `replace` and `asdict`, to `copy` and `pickle`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, Field, FrozenInstanceError
from functools import cache
from operator import attrgetter, ge, gt, le, lt
from typing import TYPE_CHECKING, Any

Key = Callable[[Any], object]


def declare(
    cls: type[Any] | None = None,
    /,
    *,
    frozen: bool = False,
    slots: bool = False,
    order: bool = False,
    kw_only: bool = False,
) -> Any:
    """The class as a dataclass, or what makes it one; the options are the library's, and so are the errors."""
    if cls is None:
        return lambda each: declare(each, frozen=frozen, slots=slots, order=order, kw_only=kw_only)
    cls.__doc__ = cls.__doc__ or cls.__name__  # the library would look the class through for one
    own = vars(cls)
    hashed = "__hash__" in own and not (own["__hash__"] is None and "__eq__" in own)
    methods = METHODS | (FROZEN if frozen else {}) | (ORDER if order else {})
    given = {name: method for name, method in methods.items() if name not in own}
    if not hashed:
        given["__hash__"] = _hashed if frozen else None
    for name, method in given.items():
        setattr(cls, name, method)
    made = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots, kw_only=kw_only)(cls)
    if "__init__" not in own:
        made.__init__ = _init_when_asked(made, frozen)
    return made


# What all records do alike; what they are compared by is worked out for a class when it is first asked for


def _fields_compared(cls: type[Any]) -> Key:
    return _key([field.name for field in dataclasses.fields(cls) if field.compare])


def _fields_hashed(cls: type[Any]) -> Key:
    wanted = [f.name for f in dataclasses.fields(cls) if (f.compare if f.hash is None else f.hash)]
    return _key(wanted)


_compared: Callable[[Any], Key] = cache(_fields_compared)
_hashed_by: Callable[[Any], Key] = cache(_fields_hashed)


def _key(names: Sequence[str]) -> Key:
    return attrgetter(*names) if names else lambda record: ()


def _equal(self: Any, other: object) -> Any:
    if other.__class__ is not self.__class__:
        return NotImplemented
    key = _compared(type(self))
    return key(self) == key(other)


def _hashed(self: Any) -> int:
    return hash(_hashed_by(self.__class__)(self))


def _comparison(compare: Callable[[Any, Any], Any]) -> Callable[[Any, object], Any]:
    def compared(self: Any, other: object) -> Any:
        if other.__class__ is not self.__class__:
            return NotImplemented
        key = _compared(type(self))
        return compare(key(self), key(other))

    return compared


def _represented(self: Any) -> str:
    shown = [f"{field.name}={getattr(self, field.name)!r}" for field in dataclasses.fields(self) if field.repr]
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _refuse_to_set(self: Any, name: str, value: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(self: Any, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[object]:
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _restore(self: Any, values: Sequence[object]) -> None:
    for field, value in zip(dataclasses.fields(self), values, strict=True):
        object.__setattr__(self, field.name, value)


METHODS: dict[str, object] = {"__repr__": _represented, "__eq__": _equal}
ORDER: dict[str, object] = {f"__{compare.__name__}__": _comparison(compare) for compare in (lt, le, gt, ge)}
FROZEN: dict[str, object] = {
    "__setattr__": _refuse_to_set,
    "__delattr__": _refuse_to_delete,
    "__getstate__": _state,
    "__setstate__": _restore,
}
"""What keeps a record as it is, and lets it be copied and pickled nevertheless."""


# The one method that is compiled, once there are more than a few instances

FEW = 4
"""Instances of a class that take less time to be filled field by field than its method takes to be compiled."""


def _init_when_asked(cls: type[Any], frozen: bool) -> Callable[..., None]:
    made_so_far = 0

    def first(self: Any, /, *values: object, **named: object) -> None:
        nonlocal made_so_far
        made_so_far += 1
        if made_so_far > FEW or not _filled(self, dataclasses.fields(cls), values, named):
            cls.__init__ = made = _compiled_init(cls, frozen)  # which also says what is wrong with the values
            made(self, *values, **named)
        elif hasattr(cls, "__post_init__"):
            self.__post_init__()

    return first


def _filled(self: Any, known: Sequence[Field[Any]], values: Sequence[object], named: Mapping[str, object]) -> bool:
    """Give a new record its values; False where they are not what its fields ask for."""
    wanted = [field.name for field in known if field.init]
    in_order = [field.name for field in known if field.init and not field.kw_only]
    given = dict(zip(in_order, values, strict=False))
    if len(values) > len(in_order) or not given.keys().isdisjoint(named) or not named.keys() <= set(wanted):
        return False
    given |= named
    for field in known:
        if field.name in given:
            object.__setattr__(self, field.name, given[field.name])
        elif field.default_factory is not MISSING:
            object.__setattr__(self, field.name, field.default_factory())
        elif field.default is not MISSING:
            object.__setattr__(self, field.name, field.default)
        elif field.init:
            return False
    return True


def _compiled_init(cls: type[Any], frozen: bool) -> Callable[..., None]:
    known = sorted(dataclasses.fields(cls), key=lambda field: bool(field.kw_only))
    names: dict[str, object] = {"_missing": MISSING, "_set": object.__setattr__}
    parameters, lines = ["self"], []
    for field in known:
        value = _value(field, names)
        if field.init and field.kw_only and "*" not in parameters:
            parameters.append("*")
        if field.init:
            parameters.append(field.name + _default(field, names))
        if value:
            lines.append(f"_set(self, {field.name!r}, {value})" if frozen else f"self.{field.name} = {value}")
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    exec(f"def __init__({', '.join(parameters)}):\n " + "\n ".join(lines or ["pass"]), names)
    made: Any = names["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made  # type: ignore[no-any-return]  # what exec has made


def _default(field: Field[Any], names: dict[str, object]) -> str:
    if field.default is not MISSING:
        names[f"_default_{field.name}"] = field.default
        return f"=_default_{field.name}"
    return "=_missing" if field.default_factory is not MISSING else ""


def _value(field: Field[Any], names: dict[str, object]) -> str:
    """The expression for what a field is set to; empty where the class's own default stands."""
    if field.default_factory is not MISSING:
        names[f"_make_{field.name}"] = field.default_factory
        made = f"_make_{field.name}()"
        return f"{made} if {field.name} is _missing else {field.name}" if field.init else made
    if not field.init:
        names[f"_default_{field.name}"] = field.default
        return f"_default_{field.name}" if field.default is not MISSING else ""
    return field.name


if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass  # noqa: PLC0414 - what this room is for
else:
    dataclass = declare
