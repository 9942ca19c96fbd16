"""The compiled form of the law: loaded in milliseconds, rewritten when a file or the code that reads it changes.

A cold command pays for every import, so paths are plain text here.
"""

import os
import pickle
import sys
from hashlib import sha256
from io import BytesIO
from typing import Any

from rulebook import tree
from rulebook.errors import RuleError
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
    """What the law says, as a hash: it changes with any byte of any file. Raises RuleError when one cannot be read."""
    found = sha256()
    for folder in folders:
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
    body = pickle.dumps(law, 5)
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        with open(half, "wb") as opened:
            opened.write(sha256(body).digest() + body)
        os.replace(half, place)
    except OSError:
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
    try:
        found = _Own(BytesIO(body)).load()
    except pickle.UnpicklingError:
        return None
    return found if isinstance(found, Law) else None


class _Own(pickle.Unpickler):
    """Reads only what the tree is made of."""

    def find_class(self, module: str, name: str) -> Any:
        if module == "rulebook.tree" and isinstance(getattr(tree, name, None), type):
            return getattr(tree, name)
        if (module, name) == ("builtins", "frozenset"):
            return frozenset
        raise pickle.UnpicklingError(f"{module}.{name}")
