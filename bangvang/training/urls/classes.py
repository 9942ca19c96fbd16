"""/lop/…, /lop-cua-toi/, /luot-cu/"""

from django.urls import URLPattern, URLResolver, path

from bangvang.training.views import board, classes, enrolment, importing, people

CLASS = "lop/<str:code>/"
UNIT = f"{CLASS}don-vi/<slug:unit>/"
PERSON = f"{UNIT}nguoi/<str:person>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("lop/", classes.class_list, name="class_list"),
    path("lop-cua-toi/", classes.my_class_list, name="my_class_list"),
    path("luot-cu/", people.enrolment_list, name="enrolment_list"),
    path(CLASS, classes.class_detail, name="class_detail"),
    path(f"{CLASS}chuan-bi/", classes.class_prepare, name="class_prepare"),
    path(f"{CLASS}lich/", classes.class_schedule, name="class_schedule"),
    path(f"{CLASS}thanh-phan/<int:order>/", classes.class_group, name="class_group"),
    path(f"{CLASS}thanh-phan/<int:order>/tinh/", classes.class_arithmetic, name="class_arithmetic"),
    path(f"{CLASS}so-cho/", classes.class_seats, name="class_seats"),
    path(f"{CLASS}mo/", classes.class_open, name="class_open"),
    path(f"{CLASS}huy/", classes.class_cancel, name="class_cancel"),
    path(f"{CLASS}da-to-chuc/", classes.class_mark_held, name="class_mark_held"),
    path(f"{CLASS}cong-van/", board.class_call, name="class_call"),
    path(f"{CLASS}chot/", board.class_confirm, name="class_confirm"),
    path(f"{CLASS}mo-lai/", board.class_reopen, name="class_reopen"),
    path(f"{CLASS}bo-sung/", board.class_supplement, name="class_supplement"),
    path(f"{CLASS}danh-sach-cho/", people.waiting_list, name="class_waiting"),
    path(f"{CLASS}danh-sach/<int:order>/", board.class_roll, name="class_roll"),
    path(
        f"{CLASS}danh-sach/<int:order>/<slug:which>.<slug:form>",
        board.class_roll_file,
        name="class_roll_file",
    ),
    path(UNIT, enrolment.unit_detail, name="unit_detail"),
    path(f"{UNIT}them/", enrolment.unit_add, name="unit_add"),
    path(f"{UNIT}nguoi-moi/", enrolment.unit_new_person, name="unit_new_person"),
    path(f"{UNIT}excel/", importing.unit_upload, name="unit_upload"),
    path(f"{UNIT}excel/nhap/", importing.unit_import, name="unit_import"),
    path(f"{UNIT}excel/mau/", importing.unit_template, name="unit_template"),
    path(f"{UNIT}chuyen/", enrolment.unit_move, name="unit_move"),
    path(f"{UNIT}trinh/", enrolment.unit_hand_to_head, name="unit_hand_to_head"),
    path(f"{UNIT}nop/", enrolment.unit_submit, name="unit_submit"),
    path(f"{UNIT}lay-lai/", enrolment.unit_take_back, name="unit_take_back"),
    path(PERSON, people.enrolment_detail, name="enrolment_detail"),
    path(f"{PERSON}thay/", people.enrolment_substitute, name="enrolment_substitute"),
    path(f"{PERSON}<slug:name>/", people.enrolment_step, name="enrolment_step"),
    path(f"{UNIT}<slug:name>/", enrolment.unit_step, name="unit_step"),
]
