"""The compiled form of the law: loaded in milliseconds, rewritten when a file or the code that reads it changes.

A cold command pays for every import, so paths are plain text here.
"""

import marshal
import os
import sys
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from rulebook import tree
from rulebook.errors import RuleError
from rulebook.tree import Law

HERE = os.path.dirname(__file__)
READERS = ("compiled.py", "tree.py", "record.py", "load.py", "load_checks.py", "criteria.py", "yaml_rows.py")


def files(folder: str) -> list[str]:
    """The rule files of a folder relative to it, in a stable order."""
    found = [each for each in os.listdir(folder) if each.endswith(".yaml")]
    awards = os.path.join(folder, "awards")
    if os.path.isdir(awards):
        found += [f"awards/{each}" for each in os.listdir(awards) if each.endswith(".yaml")]
    return sorted(found)


def digest(folders: tuple[str, ...]) -> str:
    """What the law says, as a hash: it changes with any byte of any file. Raises RuleError when one cannot be read."""
    found = sha256()
    for folder in folders:
        found.update(f"\0{os.path.basename(folder)}\0".encode())  # an empty overlay is not the law without it
        try:
            for name in files(folder):
                content = _bytes(os.path.join(folder, name))
                found.update(f"\0{os.path.basename(folder)}/{name}\0{len(content)}\0".encode())
                found.update(content)
        except OSError as problem:
            place = os.fsdecode(problem.filename or folder)
            raise RuleError(place, 1, "(tệp)", f"một tệp đọc được ({problem.strerror})") from None
    return found.hexdigest()


def read(folders: tuple[str, ...]) -> Law:
    """The law from its compiled form, or from the files when that is missing, foreign, damaged or stale."""
    fingerprint = digest(folders)
    places = _places(fingerprint)
    for place in places:
        if found := _restore(place):
            return found
    from pathlib import Path  # noqa: PLC0415 - only the strict reading of YAML needs paths

    from rulebook import load  # noqa: PLC0415 - YAML is read only when the compiled form cannot be

    law = load.law(tuple(Path(each) for each in folders), fingerprint)
    if digest(folders) == fingerprint:  # nobody wrote while we were reading
        any(_keep(place, law) for place in places)
    return law


def _bytes(file: str) -> bytes:
    with open(file, "rb") as opened:
        return opened.read()


def _places(fingerprint: str) -> list[str]:
    """Where the compiled form may lie: in the named folder, else beside the rules, else in the user's cache."""
    code = sha256(b"".join(_bytes(os.path.join(HERE, name)) for name in READERS))
    code.update(sys.version.encode())
    name = f"{fingerprint[:24]}-{code.hexdigest()[:12]}.law"
    told = os.environ.get("BANGVANG_RULES_CACHE")
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    folders = (
        [told] if told else [os.path.join(HERE, "law", ".compiled"), os.path.join(cache, "bangvang", "rules")]
    )
    return [os.path.join(each, name) for each in folders]


def _keep(place: str, law: Law) -> bool:
    """Write the compiled form at once and whole; false where nothing may be written."""
    half = f"{place}.{os.getpid()}"
    folder = os.path.dirname(place)
    body = marshal.dumps(_plain(law))
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        with open(half, "wb") as opened:
            opened.write(sha256(body).digest() + body)
        os.replace(half, place)
    except OSError:
        if os.path.exists(half):
            os.unlink(half)
        return False
    _tidy(folder)
    return True


def _tidy(folder: str) -> None:
    """Keep the twenty newest; another process may be tidying too."""
    found = []
    for each in os.listdir(folder):
        path = os.path.join(folder, each)
        try:
            found.append((os.path.getmtime(path), path))
        except OSError:
            continue
    for _, old in sorted(found)[:-20]:
        try:
            os.unlink(old)
        except OSError:
            continue


def _restore(place: str) -> Law | None:
    """The law in a compiled file that is ours and whole."""
    try:
        with open(place, "rb") as opened:
            # a file that somebody else wrote is not ours to trust
            if hasattr(os, "getuid") and os.fstat(opened.fileno()).st_uid not in {os.getuid(), 0}:
                return None
            told, body = opened.read(32), opened.read()
    except OSError:
        return None
    if sha256(body).digest() != told:
        return None
    found = _tree(marshal.loads(body))  # plain data by its type: nothing in it can run
    return found if isinstance(found, Law) else None


# ---------- plain data: a record is a tuple of its class's number and its fields, a tuple is a list ----------

CLASSES: tuple[type, ...] = (
    tree.Law, tree.Award, tree.Version, tree.Principle, tree.Value, tree.Source, tree.Window, tree.Rated, tree.Awarded,
    tree.Initiative, tree.Condition, tree.Merited, tree.Disciplined, tree.Either, tree.Both, tree.All, tree.Any,
    tree.Meets, tree.Count, tree.Held, tree.Run, tree.RunAnywhere, tree.Share, tree.Number, tree.Founded, tree.Is,
    tree.Service, tree.Judged, tree.NotExamined, tree.NeedsText,
)  # fmt: skip
NUMBERS = {cls: number for number, cls in enumerate(CLASSES)}


def _setters(cls: Any) -> tuple[Callable[[object, object], None], ...]:
    """What writes each field of a new record: frozen records are filled before anybody sees them."""
    return tuple([getattr(cls, name).__set__ for name in cls._fields])


SETTERS = tuple([_setters(cls) for cls in CLASSES])


def _plain(value: Any) -> Any:
    number = NUMBERS.get(type(value))
    if number is not None:
        return (number, *[_plain(getattr(value, name)) for name in value._fields])
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if value is None or isinstance(value, str | int | frozenset):
        return value
    raise TypeError(f"the law holds something that is no plain data: {value!r}")


def _tree(value: Any) -> Any:
    kind = type(value)
    if kind is tuple:
        made = object.__new__(CLASSES[value[0]])
        for put, each in zip(SETTERS[value[0]], value[1:], strict=True):
            put(made, each if type(each) is str else _tree(each))
        return made
    if kind is list:
        return tuple([_tree(each) for each in value])
    if kind is dict:
        return {key: _tree(each) for key, each in value.items()}
    return value
