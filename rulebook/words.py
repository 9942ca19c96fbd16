"""The rule tree in plain Vietnamese: what a criterion asks, in one sentence."""

from typing import Final

from rulebook.tree import (
    All,
    Any,
    Awarded,
    Both,
    Condition,
    Count,
    Criterion,
    Either,
    Founded,
    Held,
    Initiative,
    Is,
    Judged,
    Law,
    Meets,
    Merited,
    NeedsText,
    NotExamined,
    Number,
    Rated,
    Run,
    RunAnywhere,
    Series,
    Service,
    Share,
    Window,
)

RATING: Final = {
    "not_completed": "không hoàn thành nhiệm vụ",
    "completed": "hoàn thành nhiệm vụ",
    "good": "hoàn thành tốt nhiệm vụ",
    "excellent": "hoàn thành xuất sắc nhiệm vụ",
}
SCOPE: Final = {"grassroots": "cấp cơ sở", "province": "cấp bộ, tỉnh", "national": "toàn quốc"}
KIND: Final = {"individual": "cá nhân", "collective": "tập thể", "household": "hộ gia đình"}
OCCUPATION: Final = {
    "official": "cán bộ, công chức, viên chức, người lao động",
    "worker": "công nhân",
    "farmer": "nông dân",
    "soldier": "người thuộc lực lượng vũ trang",
    "business": "doanh nhân",
    "intellectual": "trí thức, nhà khoa học",
    "other": "người lao động khác",
}
BODY: Final = {
    "": "tập thể thông thường",
    "enterprise": "doanh nghiệp, tổ chức kinh tế",
    "province_level": "bộ, ban, ngành, tỉnh",
    "armed_forces": "đơn vị lực lượng vũ trang",
    "commune": "xã, phường, đặc khu",
    "village": "thôn, tổ dân phố",
    "foreign": "người Việt Nam định cư ở nước ngoài, người nước ngoài",
}
MERIT: Final = {
    "movement_outstanding": "thành tích xuất sắc được bình xét trong phong trào thi đua",
    "cluster_leader": "dẫn đầu cụm, khối thi đua",
    "sudden_achievement": "thành tích đột xuất",
    "many_achievements": "nhiều thành tích",
    "contribution": "đóng góp vào sự phát triển kinh tế - xã hội, khoa học kỹ thuật, từ thiện",
    "political_task": "thành tích phục vụ nhiệm vụ chính trị",
    "prize": "giải thưởng",
    "invention": "phát minh, sáng chế",
    "outstanding_work": "công trình, tác phẩm xuất sắc",
    "research_accepted": "đề tài, đề án, công trình khoa học đã nghiệm thu",
    "combat_ingenuity": "mưu trí, sáng tạo trong chiến đấu",
    "effective_model": "mô hình sản xuất hiệu quả, ổn định",
}
COHORT: Final = {
    "members": "số người của tập thể",
    "members_completed": "số người hoàn thành nhiệm vụ",
    "advanced_workers": "số người đạt Lao động tiên tiến hoặc Chiến sĩ tiên tiến",
    "grassroots_fighters": "số người đạt Chiến sĩ thi đua cơ sở",
    "members_disciplined_from_warning": "số người bị kỷ luật từ cảnh cáo trở lên",
}
AWARD_KIND: Final = {
    "cong_trang": "công trạng",
    "dot_xuat": "đột xuất",
    "phong_trao": "phong trào thi đua, chuyên đề",
    "cong_hien": "quá trình cống hiến",
    "nien_han": "niên hạn",
    "doi_ngoai": "đối ngoại",
}
DISCIPLINE: Final = {
    "khien_trach": "khiển trách",
    "canh_cao": "cảnh cáo",
    "ha_bac_luong": "hạ bậc lương",
    "giang_chuc": "giáng chức",
    "cach_chuc": "cách chức",
    "buoc_thoi_viec": "buộc thôi việc",
}
PROCEEDING: Final = {
    "denunciation": "xác minh đơn tố cáo",
    "complaint": "xác minh đơn khiếu nại",
    "investigation": "điều tra",
    "inspection": "thanh tra, kiểm tra khi có dấu hiệu vi phạm",
    "discipline": "xem xét thi hành kỷ luật",
    "press": "xác minh vấn đề báo chí nêu",
}
CERTAINTY: Final = {
    "read": "đã đọc nguyên văn",
    "secondary": "theo nguồn thứ cấp, cần đối chiếu",
    "derived": "suy ra từ quy định khác, có thể chỉnh",
    "recalled": "chưa có căn cứ",
}
CONDITION: Final = {
    "movement_years": "phong trào kéo dài",
    "stable_years": "ổn định",
    "review": "xét khi",
}


def name(law: Law, key: str) -> str:
    """The Vietnamese name of an award."""
    return law.awards[key].name if key in law.awards else key


def series(law: Law, of: Series) -> str:
    """What must hold in a year."""
    match of:
        case Rated():
            return RATING[of.at_least] + (" trở lên" if of.at_least != "excellent" else "")
        case Awarded():
            return f"được tặng {name(law, of.key)}"
        case Initiative():
            return f"sáng kiến được công nhận {SCOPE[of.scope]}" + (
                "" if of.scope == "national" else " trở lên"
            )
        case Merited():
            words = " hoặc ".join(MERIT[each] for each in of.kinds)
            where = "".join(f", {condition(each)}" for each in of.where)
            return words + (f", phạm vi {SCOPE[of.scope]}" if of.scope else "") + where
        case Either():
            return " hoặc ".join(series(law, each) for each in of.of)
        case Both():
            return " và ".join(series(law, each) for each in of.of)
        case _:
            return "bị kỷ luật"


def condition(each: Condition) -> str:
    """What a merit must also say."""
    if each.key in {"movement_years", "stable_years"}:
        return f"{CONDITION[each.key]} từ {each.value} năm trở lên"
    if each.key == "review":
        final = {"final": "tổng kết", "interim": "sơ kết"}.get(str(each.value), str(each.value))
        return f"xét khi {final}" if each.op == "is" else f"không phải khi {final}"
    words = {"at_least": "từ", "is": "là", "is_not": "không phải"}[each.op]
    return f"{each.key} {words} {each.value}"


def window(law: Law, of: Window) -> str:
    """Which years count, where it is not plain."""
    words = ""
    if of.after is not None:
        words += f" sau khi được tặng {name(law, of.after.key)}"
    if of.unused is not None:
        words += f" (không tính năm đã dùng cho {name(law, of.unused.key)} trước đó)"
    return words


def criterion(law: Law, node: Criterion) -> str:
    """What a criterion asks, without its children."""
    if node.text:
        return node.text
    match node:
        case All():
            return "Đạt tất cả các tiêu chuẩn"
        case Any():
            return "Đạt một trong các tiêu chuẩn"
        case Meets():
            return f"Đạt tiêu chuẩn {name(law, node.award)}"
        case Count():
            return _sentence(_count(law, node))
        case Held():
            years = " và ".join("năm xét" if not each else f"{each} năm trước năm xét" for each in node.back)
            return _sentence(f"{series(law, node.of)} trong {years}{window(law, node.window)}")
        case Run():
            more = (
                f"liên tục từ {node.years:02d} năm trở lên"
                if node.or_more
                else f"{node.years:02d} năm liên tục"
            )
            return _sentence(f"{more} {series(law, node.of)}{window(law, node.window)}")
        case RunAnywhere():
            return _sentence(f"có {node.years:02d} năm liên tục {series(law, node.of)}")
        case Share():
            return _sentence(f"{COHORT[node.of]} đạt ít nhất {node.percent}% {COHORT[node.out_of]}")
        case Number():
            bound = (
                f"từ {node.at_least} trở lên"
                if node.at_least is not None
                else f"nhiều nhất là {node.at_most}"
            )
            return _sentence(f"{COHORT[node.of]} {bound}")
        case Founded():
            return f"Có quá trình xây dựng, phát triển từ {node.years} năm trở lên"
        case Is():
            return _is(node)
        case Service():
            return f"Có thời gian tại ngũ từ đủ {node.months} tháng trở lên"
        case Judged() | NotExamined() | NeedsText():
            return "Tiêu chuẩn do người có thẩm quyền xem xét"


def _count(law: Law, node: Count) -> str:
    low, high = node.window.back
    what = series(law, node.of)
    if node.at_most is not None:
        return f"không quá {node.at_most} lần {what}" if node.at_most else f"không có năm nào {what}"
    unit = "lần " if isinstance(node.of, Awarded) else ""
    times = f"{node.at_least:02d} {unit}" if (node.at_least or 0) > 1 else ""
    if node.window.span:
        return f"trong thời gian đó có {times or (unit and '01 lần ')}{what}"
    if low == high == 0:
        return f"năm xét {times}{what}" if not isinstance(node.of, Rated) else f"năm xét {what}"
    if high >= 60:
        return f"đã {times}{what}" if isinstance(node.of, Awarded) else f"đã có {times}{what}"
    return f"trong {high - low + 1:02d} năm đến năm xét có {times or ''}{what}{window(law, node.window)}"


def _is(node: Is) -> str:
    if node.what == "occupation":
        return "Là " + ", ".join(OCCUPATION[str(each)] for each in node.values)
    if node.what == "body":
        return "Là " + ", ".join(BODY[str(each)] for each in node.values)
    if node.what == "flag_eligible":
        no = "không " if node.values == (False,) else ""
        return f"Thuộc trường hợp {no}được tặng cờ thi đua"
    return "Hy sinh khi làm nhiệm vụ, đã được công nhận liệt sĩ"


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
