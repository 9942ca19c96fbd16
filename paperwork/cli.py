"""`bangvang read_plan FILE`: one JSON object on standard output, or one sentence on standard error."""

import os
import sys

from paperwork import reading


def read_plan(argv: list[str]) -> int:
    """Exit 0 with the plan; 2 with a sentence and nothing on standard output."""
    if len(argv) != 1:
        return _refuse("Lệnh cần đúng một tệp: gõ “bangvang read_plan TỆP”.")
    path = argv[0]
    shown = reading.shown_name(path)
    try:
        if os.path.isdir(path):
            return _refuse(f"“{shown}” là thư mục: hãy chỉ ra một tệp kế hoạch.")
        with open(path, "rb") as file:
            data = file.read(reading.LARGEST + 1)
    except (FileNotFoundError, NotADirectoryError):
        return _refuse(f"Không có tệp “{shown}”: hãy kiểm tra lại đường dẫn.")
    except PermissionError:
        return _refuse(f"Không có quyền đọc tệp “{shown}”: hãy cấp quyền đọc hoặc chép tệp sang nơi khác.")
    except (OSError, ValueError):
        return _refuse(f"Không mở được tệp “{shown}”: hãy kiểm tra lại đường dẫn và ổ đĩa.")
    try:
        plan = reading.read_plan(data, path)
    except reading.Unreadable as error:
        return _refuse(str(error))
    import json  # noqa: PLC0415 - only a plan that was read needs it

    return _write(json.dumps(plan.to_json(), ensure_ascii=False, indent=2) + "\n")


def _write(text: str) -> int:
    try:
        sys.stdout.buffer.write(text.encode("utf-8", "replace"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # the reader went away; keep the interpreter from complaining when it closes the stream
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _refuse(sentence: str) -> int:
    sys.stderr.buffer.write((sentence + "\n").encode("utf-8", "replace"))
    sys.stderr.buffer.flush()
    return 2
