"""`dataclass` as the standard library has it, for the records that the start of the program waits for: ten times as quick.

The library compiles half a dozen methods for every class when it is declared, which for the sixty classes that the first
page needs is longer than painting that page. Here all methods but `__init__` are the same few functions for every class,
and `__init__` is compiled when the first instance is made; what is made is as quick afterwards, and is a dataclass to
`fields`, `replace` and `asdict`, to `copy` and `pickle`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import MISSING, Field, FrozenInstanceError
from operator import attrgetter, ge, gt, le, lt
from typing import TYPE_CHECKING, Any

Key = Callable[[Any], object]
ORDER: dict[str, Callable[[Any, Any], Any]] = {"__lt__": lt, "__le__": le, "__gt__": gt, "__ge__": ge}


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
    made = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots, kw_only=kw_only)(cls)
    known = dataclasses.fields(made)
    own = vars(made)
    methods: dict[str, object] = {"__init__": _init_when_asked(made, frozen), "__repr__": _representation(known)}
    compared = [field.name for field in known if field.compare]
    key = _key(compared)
    methods["__eq__"] = _equality(key)
    if frozen:
        methods |= _frozen([field.name for field in known])
    if order:
        methods |= {name: _comparison(key, compare) for name, compare in ORDER.items()}
    hashed = "__hash__" in own and not (own["__hash__"] is None and "__eq__" in own)
    for name, method in methods.items():
        if name not in own:
            setattr(made, name, method)
    if not hashed:
        key = _key([field.name for field in known if _is_hashed(field)])
        setattr(made, "__hash__", _hashing(key) if frozen else None)  # noqa: B010 - the type checker takes it for a method's
    return made


def _is_hashed(field: Field[Any]) -> bool:
    return field.compare if field.hash is None else field.hash


def _key(names: Sequence[str]) -> Key:
    """What two records are compared by."""
    if not names:
        return lambda record: ()
    return attrgetter(*names)


def _equality(key: Key) -> Callable[[Any, object], Any]:
    def equal(self: Any, other: object) -> Any:
        return key(self) == key(other) if other.__class__ is self.__class__ else NotImplemented

    return equal


def _comparison(key: Key, compare: Callable[[Any, Any], Any]) -> Callable[[Any, object], Any]:
    def compared(self: Any, other: object) -> Any:
        return compare(key(self), key(other)) if other.__class__ is self.__class__ else NotImplemented

    return compared


def _hashing(key: Key) -> Callable[[Any], int]:
    def hashed(self: Any) -> int:
        return hash(key(self))

    return hashed


def _representation(known: Sequence[Field[Any]]) -> Callable[[Any], str]:
    names = [field.name for field in known if field.repr]

    def represented(self: Any) -> str:
        return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

    return represented


def _frozen(names: Sequence[str]) -> dict[str, object]:
    """What keeps a record as it is, and lets it be copied and pickled nevertheless."""

    def refuse_to_set(self: Any, name: str, value: object) -> None:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def refuse_to_delete(self: Any, name: str) -> None:
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def state(self: Any) -> list[object]:
        return [getattr(self, name) for name in names]

    def restore(self: Any, values: Sequence[object]) -> None:
        for name, value in zip(names, values, strict=True):
            object.__setattr__(self, name, value)

    return {
        "__setattr__": refuse_to_set,
        "__delattr__": refuse_to_delete,
        "__getstate__": state,
        "__setstate__": restore,
    }


# The one method that is compiled


def _init_when_asked(cls: type[Any], frozen: bool) -> Callable[..., None]:
    def first(self: Any, /, *values: object, **named: object) -> None:
        cls.__init__ = made = _compiled_init(cls, frozen)
        made(self, *values, **named)

    return first


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
