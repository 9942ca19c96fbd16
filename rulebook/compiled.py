"""The compiled form of the law: loaded in milliseconds, rewritten when a file or the code that reads it changes."""

import os
import pickle
import sys
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from rulebook import tree
from rulebook.tree import Law

READERS = ("tree.py", "load.py", "criteria.py", "yaml_rows.py")


def files(folder: Path) -> list[Path]:
    """The rule files of a folder, in a stable order."""
    return sorted([*folder.glob("*.yaml"), *folder.glob("awards/*.yaml")])


def digest(folders: tuple[Path, ...]) -> str:
    """What the law says, as a hash: it changes with any byte of any file."""
    found = sha256()
    for folder in folders:
        for file in files(folder):
            found.update(f"\0{folder.name}/{file.relative_to(folder).as_posix()}\0".encode())
            found.update(file.read_bytes())
    return found.hexdigest()


def read(folders: tuple[Path, ...]) -> Law:
    """The law from its compiled form, or from the files when that is missing, foreign or stale."""
    fingerprint = digest(folders)
    place = _place(fingerprint)
    if place is not None:
        try:
            # a file that somebody else wrote is not ours to trust
            if not hasattr(os, "getuid") or place.stat().st_uid == os.getuid():
                return _restore(place.read_bytes())
        except (OSError, pickle.UnpicklingError, EOFError, AttributeError, TypeError):
            pass  # rewritten below
    from rulebook import load  # noqa: PLC0415 - YAML is read only when the compiled form cannot be

    law = load.law(folders, fingerprint)
    if place is not None:
        _keep(place, law)
    return law


def _place(fingerprint: str) -> Path | None:
    """Where the compiled form of this law lies; None where nothing may be written."""
    told = os.environ.get("BANGVANG_RULES_CACHE")
    here = Path(__file__).parent
    folder = Path(told) if told else here / "law" / ".compiled"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    code = sha256(b"".join((here / name).read_bytes() for name in READERS))
    code.update(sys.version.encode())
    return folder / f"{fingerprint[:24]}-{code.hexdigest()[:12]}.law"


def _keep(place: Path, law: Law) -> None:
    half = place.with_suffix(f".{os.getpid()}")
    try:
        half.write_bytes(pickle.dumps(law, 5))
        half.replace(place)
        for old in sorted(place.parent.glob("*.law"), key=lambda each: each.stat().st_mtime)[:-20]:
            old.unlink(missing_ok=True)
    except OSError:
        half.unlink(missing_ok=True)


class _Own(pickle.Unpickler):
    """Reads only what the tree is made of."""

    def find_class(self, module: str, name: str) -> Any:
        if module == "rulebook.tree" and isinstance(getattr(tree, name, None), type):
            return getattr(tree, name)
        if (module, name) == ("builtins", "frozenset"):
            return frozenset
        raise pickle.UnpicklingError(f"{module}.{name}")


def _restore(data: bytes) -> Law:
    found = _Own(BytesIO(data)).load()
    if not isinstance(found, Law):
        raise pickle.UnpicklingError("not a law")
    return found
