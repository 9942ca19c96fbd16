"""The library of known instruments: number, name, date, days in force.

Only what was read in the instrument itself or in a published record of it stands here; nothing is recalled. It gives
a law that a plan names without a number ("Luật Thi đua, khen thưởng ngày 15/6/2022") its number.
"""

from typing import NamedTuple


class KnownInstrument(NamedTuple):
    number: str
    title: str
    issued_on: str | None = None
    in_force_from: str | None = None
    in_force_to: str | None = None


_EMULATION_LAW = "Luật Thi đua, khen thưởng"

LIBRARY: tuple[KnownInstrument, ...] = (
    KnownInstrument("15/2003/QH11", _EMULATION_LAW, "2003-11-26", "2004-07-01", "2023-12-31"),
    KnownInstrument("06/2022/QH15", _EMULATION_LAW, "2022-06-15", "2024-01-01"),
    KnownInstrument(
        "06/2026/QH16",
        "Luật sửa đổi, bổ sung một số điều của Luật Thi đua, khen thưởng",
        "2026-04-23",
        "2026-10-01",
    ),
    KnownInstrument("72/2025/QH15", "Luật Tổ chức chính quyền địa phương", "2025-06-16"),
    KnownInstrument("33/2024/QH15", "Luật Lưu trữ"),
    KnownInstrument(
        "98/2023/NĐ-CP",
        "Quy định chi tiết thi hành một số điều của Luật Thi đua, khen thưởng",
        "2023-12-31",
        "2024-01-01",
        "2025-06-30",
    ),
    KnownInstrument(
        "28/2024/NĐ-CP",
        "Quy định chi tiết trình tự, thủ tục xét tặng, truy tặng “Huy chương Thanh niên xung phong vẻ vang” và việc "
        "khen thưởng tổng kết thành tích kháng chiến",
        "2024-03-06",
        "2024-04-20",
        "2025-06-30",
    ),
    KnownInstrument(
        "152/2025/NĐ-CP",
        "Quy định về phân cấp, phân quyền trong lĩnh vực thi đua, khen thưởng; quy định chi tiết và hướng dẫn thi "
        "hành một số điều của Luật Thi đua, khen thưởng",
        "2025-06-14",
        "2025-07-01",
    ),
    KnownInstrument(
        "91/2017/NĐ-CP",
        "Quy định chi tiết thi hành một số điều của Luật Thi đua, khen thưởng",
        "2017-07-31",
        "2017-10-01",
        "2023-12-31",
    ),
    KnownInstrument(
        "12/2019/TT-BNV",
        "Quy định chi tiết thi hành một số điều của Nghị định số 91/2017/NĐ-CP ngày 31/7/2017 của Chính phủ quy định "
        "chi tiết thi hành một số điều của Luật Thi đua, khen thưởng",
        "2019-11-04",
        "2020-01-01",
    ),
)
