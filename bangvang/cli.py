"""The command `bangvang`: a table from command to "module:function", imported when called.

A command that needs no Django starts none: reading a plan on the command line must cost little more than Python.
"""

import sys
from importlib import import_module

COMMANDS = {
    "read_plan": ("paperwork.cli:read_plan", "FILE: đọc một kế hoạch, in cấu trúc dạng JSON"),
}


def main() -> int:
    """Run one command; the exit status is the command's own."""
    if len(sys.argv) < 2 or sys.argv[1] in {"-h", "--help", "help"}:
        print("bangvang <lệnh> …\n")
        for name, (_, says) in COMMANDS.items():
            print(f"  {name:<22} {says}")
        return 0
    name = sys.argv[1]
    if name not in COMMANDS:
        print(f"Không có lệnh “{name}”. Gõ “bangvang help” để xem các lệnh.", file=sys.stderr)
        return 2
    module, function = COMMANDS[name][0].split(":")
    status: int = getattr(import_module(module), function)(sys.argv[2:])
    return status


if __name__ == "__main__":
    sys.exit(main())
