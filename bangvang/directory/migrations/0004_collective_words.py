"""Words that mean all organisations of a kind are told apart from words that stand in the names of some."""

from django.db import migrations, models

WORDS = {
    "party_body": (
        ["huyen uy", "tinh uy", "thanh uy", "dang uy", "ban to chuc", "ban tuyen giao", "ban dan van",
         "uy ban kiem tra", "van phong huyen uy", "trung tam chinh tri"],
        ["ban dang", "ban xay dung dang", "co quan dang", "khoi dang", "cac ban huyen uy", "ban cua huyen uy",
         "ban thuoc huyen uy"],
    ),
    "fatherland_front": (["mat tran to quoc"], []),
    "mass_organisation": (
        ["lien doan lao dong", "hoi nong dan", "hoi lien hiep phu nu", "hoi phu nu", "hoi cuu chien binh",
         "doan thanh nien", "doan tncs", "huyen doan", "tinh doan"],
        ["doan the", "to chuc chinh tri - xa hoi", "khoi doan the"],
    ),
    "state_department": (
        ["phong", "thanh tra", "so"],
        ["phong, ban", "ban, nganh", "so, ban, nganh", "khoi nha nuoc", "phong chuyen mon", "phong, ban chuyen mon",
         "co quan chuyen mon"],
    ),
    "people_committee": (
        ["xa", "thi tran", "phuong", "dac khu", "huyen", "quan", "thi xa", "thanh pho", "uy ban nhan dan"],
        [],
    ),
    "school": (
        ["truong", "mam non", "mau giao", "tieu hoc", "trung hoc co so", "trung hoc pho thong", "trung hoc"],
        ["truong hoc", "don vi truong", "don vi su nghiep giao duc", "co so giao duc", "su nghiep giao duc"],
    ),
    "public_service_unit": (
        ["nha thieu nhi", "trung tam", "ban quan ly", "dai truyen thanh"],
        ["don vi su nghiep", "don vi su nghiep cong lap"],
    ),
    "association": (
        ["chu thap do", "hoi khuyen hoc", "hoi nguoi cao tuoi", "hoi"],
        ["hoi quan chung", "hoi dac thu", "to chuc hoi"],
    ),
}
POSITIONS = {
    "head": ["chu tich", "truong phong", "truong ban", "truong doan", "bi thu", "giam doc", "chanh van phong",
             "chanh thanh tra", "thu truong", "hieu truong", "hoi truong", "chu nhiem", "cap truong"],
    "deputy": ["pho chu tich", "pho truong phong", "pho truong ban", "pho hieu truong", "pho bi thu", "pho giam doc",
               "pho chanh van phong", "pho chanh thanh tra", "pho hoi truong", "pho chu nhiem", "pho thu truong",
               "pho truong", "pho chanh", "cap pho"],
    "office_statistics": ["van phong - thong ke", "van phong thong ke"],
}


def load(apps, schema_editor):
    kind, position = (apps.get_model("directory", name) for name in ("OrganisationKind", "PositionKind"))
    for key, (words, collective) in WORDS.items():
        kind.objects.filter(pk=key).update(words=words, collective_words=collective)
    for key, words in POSITIONS.items():
        position.objects.filter(pk=key).update(words=words)


class Migration(migrations.Migration):
    dependencies = [("directory", "0003_organisation_path")]
    operations = [
        migrations.AddField("organisationkind", "collective_words", models.JSONField(default=list)),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
