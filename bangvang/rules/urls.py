"""/luat/…, /xet/…, /ra-soat/…, /du-kien/…, /xet-chon/…, /quy-dinh/…"""

from django.urls import path

from bangvang.rules.views import cases, law, local, quota, subjects, units

app_name = "rules"
urlpatterns = [
    path("luat/", law.award_list, name="award_list"),
    path("luat/<slug:award>/", law.award_detail, name="award_detail"),
    path("xet/<str:code>/", subjects.subject_detail, name="subject_detail"),
    path("xet/<str:code>/<slug:award>/", subjects.proof_detail, name="proof_detail"),
    path("ra-soat/", units.unit_list, name="unit_list"),
    path("ra-soat/<slug:unit>/", units.unit_detail, name="unit_detail"),
    path("ra-soat/<slug:unit>/ghi/", units.proposal_new, name="proposal_new"),
    path("du-kien/", cases.proposal_list, name="proposal_list"),
    path("du-kien/doi-luat/", cases.law_change, name="law_change"),
    path("du-kien/<str:code>/ket-thuc/", cases.proposal_close, name="proposal_close"),
    path("du-kien/<str:code>/diem/", cases.proposal_rank, name="proposal_rank"),
    path("xet-chon/", quota.quota_list, name="quota_list"),
    path("xet-chon/<slug:award>/<int:year>/", quota.quota_detail, name="quota_detail"),
    path("xet-chon/<slug:award>/<int:year>/muc/", quota.cap_set, name="cap_set"),
    path("quy-dinh/", local.local_rule_list, name="local_rule_list"),
    path("quy-dinh/moi/", local.local_rule_new, name="local_rule_new"),
    path("quy-dinh/<str:code>/", local.local_rule_detail, name="local_rule_detail"),
    path("quy-dinh/<str:code>/sua/", local.local_rule_correct, name="local_rule_correct"),
    path("quy-dinh/<str:code>/trinh/", local.local_rule_send, name="local_rule_send"),
    path("quy-dinh/<str:code>/duyet/", local.local_rule_approve, name="local_rule_approve"),
    path("quy-dinh/<str:code>/tra-lai/", local.local_rule_return, name="local_rule_return"),
    path("quy-dinh/<str:code>/rut/", local.local_rule_withdraw, name="local_rule_withdraw"),
]
