"""One command starts the server and one worker for scheduled work, and ends both."""

import hashlib
import os
import signal
import sys
import traceback
from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connections
from gunicorn.app.base import BaseApplication

from bangvang.cli import office
from bangvang.cli.serve import _parser
from bangvang.cli.words import Refused

ACCESS_LINE = '%(h)s "%(r)s" %(s)s %(b)s %(M)sms [%({x-request-id}o)s]'


# Parts of other packages that no page here asks for; compressing them would delay the first page.
UNUSED = ("htmax*", "htmx-4*", "htmx-2.js", "django_htmx/ext", "account", "mfa")


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn is untyped
    """Gunicorn with this application, which the master has loaded before it forks."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> object:
        return get_wsgi_application()


def _static_stamp() -> str:
    """Changes whenever a static file does; names, sizes and times suffice."""
    seen = hashlib.sha256(settings.STATIC_URL.encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            place = os.stat(storage.path(name))
            seen.update(f"{name}:{place.st_size}:{place.st_mtime_ns}\n".encode())
    return seen.hexdigest()


def prepare_static_files() -> None:
    """Fonts and static files, made anew only when their sources changed."""
    call_command("prepare_fonts", verbosity=0)
    mark = settings.STATIC_ROOT / ".stamp"
    stamp = _static_stamp()
    if not mark.exists() or mark.read_text() != stamp:
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
        call_command(
            "collectstatic", verbosity=0, interactive=False, clear=True, ignore_patterns=list(UNUSED)
        )
        mark.write_text(stamp)


def _beside(work: Callable[[], None]) -> int:
    """Do this on the other core: in a process of its own, before any connection is open."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        work()
        status = 0
    finally:
        if status:
            traceback.print_exc()
        os._exit(status)


def serve(rest: list[str]) -> int:
    """Serve for real. The database must be at the installed version: `bangvang migrate` brings it there."""
    words = _parser("serve").parse_args(rest)
    office.must_be_migrated()
    prepare_static_files()
    print(f"Bảng Vàng phục vụ tại {words.host}:{words.port}; địa chỉ kiểm tra: /song", flush=True)
    return _run(words, log="-")


def serve_demo(rest: list[str]) -> int:
    """Prepare the demo district once, then serve it."""
    words = _parser("serve_demo").parse_args(rest)
    static = _beside(prepare_static_files)
    call_command("migrate", verbosity=0, interactive=False)
    # The demo stands above the commands: it is reached by name, and only here.
    demo = import_module("bangvang.demo.load")
    demo.load_if_empty()
    if os.waitstatus_to_exitcode(os.waitpid(static, 0)[1]):
        raise Refused("Không chuẩn bị được các tệp tĩnh; xem thông báo ở trên.")
    print(demo.welcome(f"http://{words.host}:{words.port}/"), flush=True)
    return _run(words, log=None)


def _run(words: Any, *, log: str | None) -> int:  # the words are argparse's own namespace
    connections.close_all()  # no connection may be shared by two processes
    master = os.getpid()
    worker = os.fork()
    if worker == 0:
        _work(master)
    options = {
        "bind": f"[{words.host}]:{words.port}" if ":" in words.host else f"{words.host}:{words.port}",
        "workers": words.workers,
        "threads": words.threads,
        "preload_app": True,
        "accesslog": log,
        "access_log_format": ACCESS_LINE,
        "loglevel": "warning",
        "control_socket_disable": True,
        "graceful_timeout": 20,
        "timeout": 60,
    }
    try:
        Server(options).run()
    except SystemExit as end:
        return int(end.code or 0)
    finally:
        _end(worker)
    return 0


def _work(master: int) -> None:
    """The worker's whole life: it ends with a signal, or when its master is no more."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit(0))
    try:
        office.work_until(lambda: os.getppid() != master)
    except SystemExit:
        pass
    finally:
        os._exit(0)


def _end(worker: int) -> None:
    try:
        os.kill(worker, signal.SIGTERM)
        os.waitpid(worker, 0)
    except (ProcessLookupError, ChildProcessError):
        pass
