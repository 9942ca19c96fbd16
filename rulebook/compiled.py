"""The compiled form of the law: loaded in milliseconds, rewritten when a file or the code that reads it changes.

A cold command pays for every import, so paths are plain text here.
"""

import os
import pickle
import sys
from hashlib import sha256
from typing import Any

from rulebook import tree
from rulebook.tree import Law

HERE = os.path.dirname(__file__)
READERS = ("tree.py", "record.py", "load.py", "load_checks.py", "criteria.py", "yaml_rows.py")


def files(folder: str) -> list[str]:
    """The rule files of a folder relative to it, in a stable order."""
    found = [each for each in os.listdir(folder) if each.endswith(".yaml")]
    awards = os.path.join(folder, "awards")
    if os.path.isdir(awards):
        found += [f"awards/{each}" for each in os.listdir(awards) if each.endswith(".yaml")]
    return sorted(found)


def digest(folders: tuple[str, ...]) -> str:
    """What the law says, as a hash: it changes with any byte of any file."""
    found = sha256()
    for folder in folders:
        for name in files(folder):
            content = _bytes(os.path.join(folder, name))
            found.update(f"\0{os.path.basename(folder)}/{name}\0{len(content)}\0".encode())
            found.update(content)
    return found.hexdigest()


def read(folders: tuple[str, ...]) -> Law:
    """The law from its compiled form, or from the files when that is missing, foreign or stale."""
    fingerprint = digest(folders)
    place = _place(fingerprint)
    if place:
        try:
            # a file that somebody else wrote is not ours to trust
            if not hasattr(os, "getuid") or os.stat(place).st_uid == os.getuid():
                return _restore(place)
        except (OSError, pickle.UnpicklingError, EOFError, AttributeError, TypeError):
            pass  # rewritten below
    from pathlib import Path  # noqa: PLC0415 - only the strict reading of YAML needs paths

    from rulebook import load  # noqa: PLC0415 - YAML is read only when the compiled form cannot be

    law = load.law(tuple(Path(each) for each in folders), fingerprint)
    if place:
        _keep(place, law)
    return law


def _bytes(file: str) -> bytes:
    with open(file, "rb") as opened:
        return opened.read()


def _place(fingerprint: str) -> str:
    """Where the compiled form of this law lies; empty where nothing may be written."""
    folder = os.environ.get("BANGVANG_RULES_CACHE") or os.path.join(HERE, "law", ".compiled")
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
    except OSError:
        return ""
    code = sha256(b"".join(_bytes(os.path.join(HERE, name)) for name in READERS))
    code.update(sys.version.encode())
    return os.path.join(folder, f"{fingerprint[:24]}-{code.hexdigest()[:12]}.law")


def _keep(place: str, law: Law) -> None:
    half = f"{place}.{os.getpid()}"
    folder = os.path.dirname(place)
    try:
        with open(half, "wb") as opened:
            opened.write(pickle.dumps(law, 5))
        os.replace(half, place)
        laws = [os.path.join(folder, each) for each in os.listdir(folder) if each.endswith(".law")]
        for old in sorted(laws, key=os.path.getmtime)[:-20]:
            os.unlink(old)
    except OSError:
        if os.path.exists(half):
            os.unlink(half)


class _Own(pickle.Unpickler):
    """Reads only what the tree is made of."""

    def find_class(self, module: str, name: str) -> Any:
        if module == "rulebook.tree" and isinstance(getattr(tree, name, None), type):
            return getattr(tree, name)
        if (module, name) == ("builtins", "frozenset"):
            return frozenset
        raise pickle.UnpicklingError(f"{module}.{name}")


def _restore(place: str) -> Law:
    with open(place, "rb") as opened:
        found = _Own(opened).load()
    if not isinstance(found, Law):
        raise pickle.UnpicklingError("not a law")
    return found
