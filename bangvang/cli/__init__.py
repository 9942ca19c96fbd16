"""The command `bangvang`: a table from command to "module:function", imported when called.

A command that needs no Django starts none: reading a plan on the command line must cost little more than Python.
"""

import sys
from importlib import import_module

# Every target is `function(words) -> status`.
PLAIN = {
    "read_plan": ("paperwork.cli:read_plan", "TỆP: đọc một kế hoạch, in cấu trúc dạng JSON"),
    "assess": ("rulebook.cli:assess", "TỆP.json --date NGÀY: một đối tượng đủ điều kiện gì, vì sao"),
    "scan": ("rulebook.scan_cli:scan", "TỆP.parquet --date NGÀY --out KẾT_QUẢ.parquet: xét tất cả một lượt"),
    "awards": ("rulebook.cli:awards", "--date NGÀY: các danh hiệu và hình thức khen thưởng"),
    "bonus": ("rulebook.cli:bonus", "--award KHÓA --subject LOẠI --date NGÀY: tiền thưởng kèm theo"),
    "rules_check": ("rulebook.cli:rules_check", "[THƯ_MỤC]: kiểm tra các tệp quy định"),
    "serve": ("bangvang.cli.serve:serve", "phục vụ thật, theo các biến BANGVANG_*"),
    "serve_demo": ("bangvang.cli.serve:serve_demo", "phục vụ huyện mẫu trên máy này (make run)"),
}
# These need the office: Django is started before their module is imported.
OFFICE = {
    "migrate": ("bangvang.cli.office:migrate", "đưa cơ sở dữ liệu lên phiên bản đang cài"),
    "create_administrator": (
        "bangvang.cli.office:create_administrator",
        "TÊN_ĐĂNG_NHẬP --name …: mở tài khoản quản trị đầu tiên, in liên kết dùng một lần",
    ),
    "run_periodic": ("bangvang.cli.office:run_periodic", "làm các việc định kỳ một lần (thư, nhắc hạn)"),
    "backup": ("bangvang.cli.copies:backup", "TỆP: sao lưu cơ sở dữ liệu và kho tệp vào một tệp"),
    "restore": ("bangvang.cli.copies:restore", "TỆP: phục hồi từ bản sao lưu"),
    "generate": ("bangvang.cli.office:generate", "sinh dữ liệu thử: --people N --years Y --seed S"),
}


def main(words: list[str] | None = None) -> int:
    """Run one command; the exit status is the command's own."""
    name, *rest = (sys.argv[1:] if words is None else words) or ["help"]
    if name in {"-h", "--help", "help"}:
        print("bangvang <lệnh> …\n")
        for each, (_, says) in {**PLAIN, **OFFICE}.items():
            print(f"  {each:<22} {says}")
        return 0
    if name in PLAIN:
        module, function = PLAIN[name][0].split(":")
        status: int = getattr(import_module(module), function)(rest)
        return status
    if name in OFFICE:
        return import_module("bangvang.cli.words").in_office(OFFICE[name][0], rest)  # type: ignore[no-any-return]
    print(f"Không có lệnh “{name}”. Gõ “bangvang help” để xem các lệnh.", file=sys.stderr)
    return 2
