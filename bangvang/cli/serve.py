"""Serving: for real, or the demo district on one's own machine. Sets the environment first, then starts the office."""

import os
import secrets
import socket
import sys
from datetime import date
from pathlib import Path

from bangvang.cli.words import Words, in_office, whole

DEMO_DAY = "2024-04-08"


def _parser(name: str) -> Words:
    parser = Words(prog=f"bangvang {name}")
    parser.add_argument("--host", default="127.0.0.1", metavar="ĐỊA_CHỈ")
    parser.add_argument("--port", type=whole, default=8000, metavar="CỔNG")
    parser.add_argument("--workers", type=whole, default=2, metavar="SỐ_TIẾN_TRÌNH")
    parser.add_argument("--threads", type=whole, default=4, metavar="SỐ_LUỒNG")
    return parser


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError):
            return False
    return True


def serve(rest: list[str]) -> int:
    """Serve for real: debug stays off unless it is asked for."""
    words = _parser("serve").parse_args(rest)
    os.environ.setdefault("BANGVANG_DEBUG", "0")
    if not _is_free(words.host, words.port):
        print(
            f"Cổng {words.port} đang bận hoặc không dùng được. Hãy chọn cổng khác: --port.", file=sys.stderr
        )
        return 1
    return in_office("bangvang.cli.serving:serve", rest)


def serve_demo(rest: list[str]) -> int:
    """Serve the demo district: its own folder, its own key, its own day, over plain HTTP on this machine."""
    words = _parser("serve_demo").parse_args(rest)
    if not _is_free(words.host, words.port):
        print(
            f"Cổng {words.port} đang bận hoặc không dùng được. Hãy chạy với cổng khác, ví dụ: PORT=8001 make run",
            file=sys.stderr,
        )
        return 1
    os.environ.setdefault("BANGVANG_TODAY", DEMO_DAY)
    try:
        date.fromisoformat(os.environ["BANGVANG_TODAY"])
    except ValueError:
        print("BANGVANG_TODAY phải ghi dạng năm-tháng-ngày, ví dụ 2024-04-08.", file=sys.stderr)
        return 2
    folder = Path(os.environ.setdefault("BANGVANG_VAR_DIR", str(Path.cwd() / "var" / "demo")))
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["BANGVANG_DEMO"] = "1"
    os.environ.setdefault("BANGVANG_DEBUG", "0")
    os.environ.setdefault("BANGVANG_HOSTS", "127.0.0.1,localhost,[::1]")
    os.environ.setdefault("BANGVANG_SITE_URL", f"http://{words.host}:{words.port}")
    if not {"BANGVANG_SECRET_KEY", "BANGVANG_SECRET_KEY_FILE"} & os.environ.keys():
        os.environ["BANGVANG_SECRET_KEY_FILE"] = str(_key(folder / "secret_key"))
    return in_office("bangvang.cli.serving:serve_demo", rest)


def _key(place: Path) -> Path:
    """A key made once, so that sessions outlive a restart."""
    if not place.exists():
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return place
