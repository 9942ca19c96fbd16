"""A plan as the invented district would write it, and plans brought to later states by the real actions."""

from datetime import date

from bangvang.training.actions import plans as actions
from bangvang.training.models import TrainingPlan
from paperwork import read_plan
from tests.factories.directory import World

TEXT = """\
ỦY BAN NHÂN DÂN HUYỆN AN HÒA

KẾ HOẠCH
Tập huấn nghiệp vụ thi đua, khen thưởng năm 2024

I. MỤC ĐÍCH, YÊU CẦU
- Cập nhật quy định mới cho người làm công tác thi đua, khen thưởng.
- Tổ chức thiết thực, tiết kiệm.

II. NỘI DUNG, ĐỐI TƯỢNG
1. Nội dung
- Nghị định số 98/2023/NĐ-CP ngày 31/12/2023 của Chính phủ.
- Một số nghiệp vụ cơ bản về:
+ Viết báo cáo thành tích.
+ Tự chấm điểm thi đua.
2. Đối tượng
Lãnh đạo và người phụ trách thi đua, khen thưởng của các đơn vị.

III. THÀNH PHẦN, THỜI GIAN
1. Lớp thứ nhất
a) Thành phần:
- Lãnh đạo các phòng, ban thuộc huyện.
- Chủ tịch hoặc Phó Chủ tịch UBND các xã.
b) Số lượng: 40 người.
c) Thời gian: 01 ngày, dự kiến trong quý II năm 2024.
2. Lớp thứ hai
a) Thành phần: Đại diện Ban Giám hiệu các trường.
b) Số lượng: 60 người.
c) Thời gian: 01 ngày, dự kiến trong quý II năm 2024.

IV. KINH PHÍ THỰC HIỆN
Trích từ nguồn thi đua, khen thưởng của huyện.

V. TỔ CHỨC THỰC HIỆN
1. Phòng Nội vụ
- Chuẩn bị nội dung, tài liệu.
- Tổng hợp danh sách.
2. Các cơ quan, đơn vị
Cử người tham dự đầy đủ, đúng thành phần.

Nơi nhận:
- Các phòng, ban huyện;
- UBND các xã;
- Lưu: VT.

KT. CHỦ TỊCH
PHÓ CHỦ TỊCH

Võ Trường Sơn
"""


def read_in(world: World, text: str = TEXT, name: str = "ke-hoach.txt") -> TrainingPlan:
    """A draft, read from a document by the officer of the standing body."""
    data = text.encode()
    return actions.read_in(world.authority, by=world.chi, data=data, name=name, read=read_plan(data, name))


def sent(world: World, plan: TrainingPlan | None = None) -> TrainingPlan:
    """A plan that lies before the signatory."""
    plan = plan or read_in(world)
    return actions.send_for_signature(plan, by=world.chi, revision=plan.revision)


def issued(world: World, plan: TrainingPlan | None = None, on: date = date(2024, 4, 8)) -> TrainingPlan:
    """A plan signed by the signatory with the register's next number."""
    plan = sent(world, plan)
    return actions.issue(
        plan,
        by=world.son,
        revision=plan.revision,
        issued_on=on,
        notation="KH-UBND",
        capacity="KT. CHỦ TỊCH",
        position="PHÓ CHỦ TỊCH",
        name="Võ Trường Sơn",
    )
