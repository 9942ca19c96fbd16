"""A separate environment for each engine, from pinned requirements, kept under var/bench until a pin changes."""

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLACE = ROOT / "var" / "bench"
FROM_SOURCE = {"spark"}  # PySpark comes as source only
NEEDS_JAVA = 17


def python(name):
    """The interpreter of an environment, made or renewed where needed."""
    requirements = Path(__file__).parent / f"requirements-{name}.txt"
    folder = PLACE / name
    interpreter = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    mark = folder / ".installed"
    stamp = hashlib.sha256(requirements.read_bytes() + sys.version.encode()).hexdigest()
    if interpreter.exists() and mark.exists() and mark.read_text() == stamp:
        return interpreter
    print(f"… môi trường {name}", file=sys.stderr, flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    uv = Path(sys.executable).parent / "uv"
    wheels = [] if name in FROM_SOURCE else ["--only-binary", ":all:"]
    if uv.exists():
        install = [str(uv), "pip", "install", "-q", "-p", str(interpreter)]
    else:
        install = [str(interpreter), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    subprocess.run([*install, *wheels, "-r", str(requirements)], check=True)
    mark.write_text(stamp)
    return interpreter


def why_no_java():
    """Empty when a new enough Java is there; else the sentence that says what is missing."""
    java = shutil.which("java")
    if java is None:
        return f"Spark was not run: it needs Java {NEEDS_JAVA} or newer, and there is no `java`."
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', told)
    if found is None or int(found[1]) < NEEDS_JAVA:
        return f"Spark was not run: it needs Java {NEEDS_JAVA} or newer."
    return ""
