"""Upload a list from Excel: the template, the preview, the import."""

import io
from typing import Any

import xlsxwriter
from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bangvang.core import files
from bangvang.core.errors import RuleViolation
from bangvang.core.models import StoredFile
from bangvang.core.table_files import EXCEL
from bangvang.core.web import render_page
from bangvang.directory.models import PositionKind
from bangvang.training.actions import importing as actions
from bangvang.training.forms import enrolment as forms
from bangvang.training.models import InvitedUnit
from bangvang.training.policies import enrolment as policies
from bangvang.training.queries import imports
from bangvang.training.views import _asking as ask
from bangvang.training.views.board import page_of_unit

SALT = "training.list"
HOUR = 3600
TEMPLATE_ROWS = 200


@require_http_methods(["GET", "HEAD", "POST"])
def unit_upload(request: HttpRequest, code: str, unit: str) -> HttpResponse:
    """Choose a file; what it would do is shown row by row before anything is written."""
    own, user = ask.unit_of(request, code, unit), ask.user_of(request)
    form = forms.UploadListForm(request.POST or None, request.FILES or None)
    seen, token = None, ""
    if request.method == "POST" and form.is_valid():
        uploaded = form.cleaned_data["file"]
        try:
            data, name = uploaded.read(), files.clean_name(uploaded.name or "") or "danh-sach.xlsx"
            seen = imports.preview(own, data, name, ask.day_of(request))
            if not seen.wrong:
                kept = actions.upload_list(
                    own, by=user, data=data, name=name, on_behalf_of=ask.behalf(user, own)
                )
                token = signing.dumps({"file": kept.pk, "unit": own.pk}, salt=SALT)
        except RuleViolation as refused:
            form.add_error("file", str(refused))
    context: dict[str, Any] = {
        "class": own.training_class,
        "unit": own,
        "form": form,
        "seen": seen,
        "token": token,
        "verdict": policies.can_enrol(user, own),
        "back": page_of_unit(own),
    }
    status = 422 if form.errors or (seen and seen.wrong) else 200
    return render_page(request, "training/unit_upload.html", context, status=status)


@require_POST
def unit_import(request: HttpRequest, code: str, unit: str) -> HttpResponse:
    """Import the file that was looked at."""
    own, user = ask.unit_of(request, code, unit), ask.user_of(request)
    kept = _kept(own, request.POST.get("tep", ""))
    count = actions.import_list(
        own, by=user, on=ask.day_of(request), file=kept, on_behalf_of=ask.behalf(user, own)
    )
    messages.success(request, _("Đã nhập %(count)s người vào danh sách.") % {"count": count})
    return redirect(f"{page_of_unit(own)}#danh-sach")


def _kept(unit: InvitedUnit, token: str) -> StoredFile:
    try:
        said = signing.loads(token, salt=SALT, max_age=HOUR)
    except signing.BadSignature:
        raise RuleViolation(_("Bản xem trước đã quá một giờ. Hãy tải tệp lên lại.")) from None
    if said["unit"] != unit.pk:
        raise RuleViolation(_("Bản xem trước này của đơn vị khác. Hãy tải tệp lên lại."))
    return get_object_or_404(StoredFile, pk=said["file"])


@require_safe
def unit_template(request: HttpRequest, code: str, unit: str) -> HttpResponseBase:
    """An empty list to fill in. Always in Vietnamese: these are the headings that the reader knows."""
    own = ask.unit_of(request, code, unit)
    with translation.override(settings.LANGUAGE_CODE):
        stream = _template(own)
    name = f"mau-danh-sach-{own.training_class.code}.xlsx"
    return FileResponse(stream, as_attachment=True, filename=name, content_type=EXCEL)


def _template(own: InvitedUnit) -> io.BytesIO:
    """The workbook, with drop-downs; telephone numbers and days are text, so that nothing is lost."""
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = workbook.add_worksheet(_("Danh sách"))
    title = workbook.add_format({"bold": True, "font_size": 13})
    heading = workbook.add_format({"bold": True, "bg_color": "#F1EEE8", "border": 1, "text_wrap": True})
    cell, as_text = workbook.add_format({"border": 1}), workbook.add_format({"border": 1, "num_format": "@"})
    columns = [
        ("full_name", 30, cell),
        ("birth_date", 14, as_text),
        ("title", 30, cell),
        ("kind", 26, cell),
        ("in_charge", 16, cell),
        ("phone", 14, as_text),
        ("note", 40, cell),
    ]
    labels = {each.key: str(each.label) for each in imports.FIELDS}
    sheet.write(0, 0, _("DANH SÁCH CỬ NGƯỜI DỰ: %(class)s") % {"class": own.training_class.name}, title)
    sheet.write(1, 0, str(own.organisation.name))
    sheet.write(
        2, 0, _("Ghi mỗi người một hàng. Ngày sinh ghi ngày/tháng/năm. Người của đơn vị chỉ cần họ và tên.")
    )
    for place, (key, width, form) in enumerate(columns):
        sheet.write(3, place, labels[key], heading)
        sheet.set_column(place, place, width)
        for row in range(4, 4 + 30):
            sheet.write_blank(row, place, None, form)
        if form is as_text:
            sheet.set_column(place, place, width, workbook.add_format({"num_format": "@"}))
    kinds = list(PositionKind.objects.order_by("rank", "key").values_list("name", flat=True))
    listed = workbook.add_worksheet(_("Danh mục"))
    listed.hide()
    listed.write_column(0, 0, kinds)
    sheet.data_validation(
        4, 3, 4 + TEMPLATE_ROWS, 3, {"validate": "list", "source": f"='{_('Danh mục')}'!$A$1:$A${len(kinds)}"}
    )
    sheet.data_validation(4, 4, 4 + TEMPLATE_ROWS, 4, {"validate": "list", "source": [_("có"), _("không")]})
    sheet.freeze_panes(4, 1)
    workbook.close()
    stream.seek(0)
    return stream
