"""Frozen records that cost nothing to define: a command that explains one person must start like bare Python.

Thirty of the standard library's dataclasses take longer to define than the whole law takes to load; these keep what the
law needs of them: fields with defaults, equality, hash, pickling, and no change after they are made.
"""

from collections.abc import Callable
from typing import Any, TypeVar, dataclass_transform, overload

Class = TypeVar("Class", bound=type)
Item = TypeVar("Item")


@overload
def record(cls: Class) -> Class: ...
@overload
def record(*, kw_only: bool = False) -> Callable[[Class], Class]: ...
@dataclass_transform(frozen_default=True)
def record(cls: Any = None, *, kw_only: bool = False) -> Any:
    """Make a class a frozen record of its annotated fields, bases first."""
    return _made if cls is None else _made(cls)


def _made(cls: type) -> type:
    told: dict[str, Any] = getattr(cls, "__annotations__", {})
    borrowed = any(getattr(base, "__annotations__", None) is told for base in cls.__bases__)
    own = () if borrowed else tuple(told)
    inherited: tuple[str, ...] = ()
    defaults: dict[str, Any] = {}
    for base in cls.__bases__:
        inherited += getattr(base, "_fields", ())
        defaults.update(getattr(base, "_defaults", {}))
    body = {key: value for key, value in cls.__dict__.items() if key not in {"__dict__", "__weakref__"}}
    for name in own:
        if name in body:
            defaults[name] = body.pop(name)
    body.update(
        __slots__=own,
        _fields=inherited + own,
        _defaults=defaults,
        __init__=_init,
        __setattr__=_refuse,
        __delattr__=_refuse,
        __eq__=_same,
        __hash__=_hash,
        __repr__=_told,
        __reduce__=_parts,
        __match_args__=inherited + own,
    )
    made = type(cls)(cls.__name__, cls.__bases__, body)
    made.__qualname__ = cls.__qualname__
    return made


def _init(self: Any, *values: Any, **named: Any) -> None:
    fields = self._fields
    if len(values) < len(fields):
        defaults = self._defaults
        for name in fields[len(values) :]:
            if name in named:
                values += (named.pop(name),)
            elif name in defaults:
                values += (defaults[name],)
            else:
                raise TypeError(f"{type(self).__name__}: {name} is missing")
    if named or len(values) > len(fields):
        raise TypeError(f"{type(self).__name__}: unexpected {', '.join(named) or 'values'}")
    put = object.__setattr__
    for name, value in zip(fields, values, strict=True):
        put(self, name, value)


def _refuse(self: Any, name: str, value: Any = None) -> None:
    raise AttributeError(f"{type(self).__name__} is frozen: {name}")


def _values(self: Any) -> tuple[Any, ...]:
    return tuple([getattr(self, name) for name in self._fields])


def _same(self: Any, other: object) -> bool:
    return self is other or (type(self) is type(other) and _values(self) == _values(other))


def _hash(self: Any) -> int:
    return hash((type(self).__name__, *_values(self)))


def _told(self: Any) -> str:
    told = ", ".join(f"{name}={getattr(self, name)!r}" for name in self._fields)
    return f"{type(self).__name__}({told})"


def _parts(self: Any) -> tuple[Any, ...]:
    return type(self), _values(self)


def replace(item: Item, **changes: Any) -> Item:
    """The same record with some fields changed."""
    known: Any = item
    return type(item)(**{name: changes.get(name, getattr(item, name)) for name in known._fields})
