"""The tiers, kinds of organisation and kinds of position that the office starts with; all editable data."""

from datetime import date

from django.db import migrations

TIERS = [
    ("central", "Trung ương", 1, None, None),
    ("province", "Cấp tỉnh", 2, None, None),
    # Two tiers of local government from 01/7/2025.
    ("district", "Cấp huyện", 3, None, date(2025, 6, 30)),
    ("commune", "Cấp xã", 4, None, None),
]
ORGANISATION_KINDS = [
    ("party_body", "Cơ quan Đảng", ["ban dang", "huyen uy", "dang uy", "tinh uy", "ban to chuc", "ban tuyen giao",
     "uy ban kiem tra", "van phong huyen uy", "trung tam chinh tri"]),
    ("fatherland_front", "Ủy ban Mặt trận Tổ quốc", ["mttq", "mat tran to quoc"]),
    ("mass_organisation", "Tổ chức chính trị - xã hội", ["doan the", "lien doan lao dong", "hoi nong dan",
     "hoi lien hiep phu nu", "hoi cuu chien binh", "doan thanh nien", "doan tncs", "huyen doan"]),
    ("state_department", "Phòng, ban chuyên môn", ["phong, ban", "phong ban", "phong", "thanh tra", "khoi nha nuoc",
     "ban, nganh"]),
    ("people_committee", "Ủy ban nhân dân", ["ubnd", "uy ban nhan dan", "xa, thi tran", "cac xa", "thi tran",
     "phuong", "dac khu"]),
    ("school", "Đơn vị sự nghiệp giáo dục", ["truong", "mam non", "mau giao", "tieu hoc", "trung hoc",
     "don vi su nghiep giao duc"]),
    ("public_service_unit", "Đơn vị sự nghiệp khác", ["nha thieu nhi", "trung tam", "ban quan ly", "don vi su nghiep",
     "dai truyen thanh"]),
    ("association", "Hội quần chúng", ["chu thap do", "hoi khuyen hoc", "hoi nguoi cao tuoi", "hoi"]),
    ("other", "Cơ quan, đơn vị khác", []),
]
POSITION_KINDS = [
    ("head", "Cấp trưởng", ["chu tich", "truong phong", "hieu truong", "truong ban", "bi thu", "giam doc",
     "chanh van phong", "chanh thanh tra", "thu truong"]),
    ("deputy", "Cấp phó", ["pho chu tich", "pho truong", "pho hieu truong", "pho bi thu", "pho giam doc",
     "pho chanh"]),
    ("office_statistics", "Văn phòng - Thống kê", ["van phong - thong ke", "van phong thong ke", "van phong - thong"]),
    ("other", "Công chức, viên chức khác", []),
]


def load(apps, schema_editor):
    tier, organisation_kind, position_kind = (
        apps.get_model("directory", name) for name in ("Tier", "OrganisationKind", "PositionKind")
    )
    for key, name, rank, start, end in TIERS:
        tier.objects.create(key=key, name=name, rank=rank, valid_from=start, valid_to=end)
    for rank, (key, name, words) in enumerate(ORGANISATION_KINDS):
        organisation_kind.objects.create(key=key, name=name, words=words, rank=rank)
    for rank, (key, name, words) in enumerate(POSITION_KINDS):
        position_kind.objects.create(key=key, name=name, words=words, rank=rank)


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
