"""Who does what: an organisation before a colon, before its verb, or as a heading over its duties."""

import re

from paperwork.plan_parser import words

_ORGANISATION = (
    "phong ", "so ", "ban ", "uy ban", "ubnd", "cac ", "truong ", "hieu truong", "thu truong", "hoi ",
    "hoi dong", "doan ",
    "mat tran", "van phong", "cong an", "trung tam", "dai ", "lien doan", "cong doan", "huyen uy", "dang uy", "tinh uy",
    "chi cuc", "chi bo", "to ", "bo phan", "cum ", "khoi ", "lanh dao", "kho bac", "ngan hang", "benh vien", "tram ",
    "bao ", "nha ", "hoc vien", "giao vien", "can bo", "cong chuc", "don vi", "co quan", "truong phong",
    "pho ", "ong ", "ba ",
    "dong chi", "chu tich", "bi thu", "ke toan", "to truong", "ubmttq", "ldld", "ban chi huy", "bao hiem", "chi nhanh",
    "doanh nghiep", "nhan vien", "vien chuc", "dai bieu", "bch ", "ban to chuc", "nguoi ", "quy ", "xa ",
    "phuong ", "thi tran",
    "thon ", "ap ", "khu pho", "chuyen vien", "giang vien", "bao cao vien", "toan the", "tap the", "moi ",
    "tung ", "tat ca",
)  # fmt: skip
_VERBS = (
    "chủ trì", "phối hợp", "có trách nhiệm", "chịu trách nhiệm", "tham mưu", "cử ", "xây dựng", "bố trí", "thẩm định",
    "hướng dẫn", "tổng hợp", "theo dõi", "thực hiện", "đảm bảo", "bảo đảm", "căn cứ", "thông báo", "lập ", "chuẩn bị",
    "tuyên truyền", "đưa tin", "đôn đốc", "báo cáo", "gửi ", "tạo điều kiện", "rà soát", "sắp xếp", "kiểm tra",
    "cân đối",
    "là cơ quan", "là đơn vị", "giúp ", "triển khai", "phân công", "quán triệt", "ban hành", "tiếp nhận", "hỗ trợ",
    "tham gia", "đăng ký", "chọn cử", "lựa chọn", "tham dự", "nộp ", "xem xét", "duyệt", "thành lập",
    "sử dụng", "cấp ", "biên soạn", "giới thiệu",
    "phổ biến", "trang trí", "cập nhật", "khảo sát", "đón tiếp", "lưu trữ", "đánh giá", "sao gửi",
    "thống nhất", "phát động", "hoàn thành",
    "tiếp tục", "niêm yết", "phân bổ", "ký cam kết", "mời ", "quản lý", "giám sát", "trình ",
    "cung cấp", "phụ trách", "thanh toán", "điểm danh", "nghiêm túc", "chủ động", "tiến hành", "in ấn",
    "tổ chức", "liên hệ",
    "phát hành", "đề xuất", "dự toán", "chỉ đạo", "tập hợp", "vận động", "chấp hành", "ghi nhận", "xếp", "phục vụ",
)  # fmt: skip
_WHICH = (
    "phụ trách",
    "quản lý",
    "phục vụ",
    "tham gia",
    "tham dự",
    "giám sát",
    "cung cấp",
)  # also said of a body to tell which
_OPENING = (
    r"^(?:(?:Đề nghị|Giao|Yêu cầu|Kính đề nghị|Trân trọng đề nghị|Đối với|Trách nhiệm(?: của)?|"
    r"Nhiệm vụ(?: của)?)\s*:?\s+)(?:cho\s+)?"
)
_TIER = r"(?:trên|dưới|trung ương|tỉnh|thành phố|huyện|quận|xã|phường|cơ sở|ủy|sở|phòng|bộ|ngành|mình)(?!\w)"
_TAIL = r"\s+(?:có trách nhiệm|có nhiệm vụ|chịu trách nhiệm|thực hiện|thực hiện các nhiệm vụ sau|có nhiệm vụ sau)$"


def organisation_name(text: str) -> str:
    """An organisation as headings name it, without its gloss in brackets and the words that hand it the task."""
    text = re.sub(r"\s*\([^()]*\)", "", words.closed(text))
    text = re.sub(_OPENING, "", text)
    text = re.sub(_TAIL, "", words.closed(text))
    text = words.closed(text)
    return text[:1].upper() + text[1:]


def names_organisation(text: str) -> bool:
    """Whether a line begins with a body or a person that can be given a duty."""
    plain = re.sub(_OPENING, "", text)
    return words.fold(plain[:40]).startswith(_ORGANISATION)


def split_duty(text: str, heading: bool) -> tuple[str, str] | None:
    """The organisation and what it shall do, from one line; the duty is empty where the line only names the body."""
    colon = text.find(":")
    if 0 < colon <= 170 and (heading or names_organisation(text)) and not re.search(r"[.;]\s", text[:colon]):
        before = text[:colon]
        if names_organisation(before) or (heading and len(before.split()) <= 14):
            verb = _duty_verb_at(before)
            duty = text[colon + 1 :].strip()
            if verb < 0 or before.startswith(_WHICH, verb) or re.search(_TAIL, " " + before):
                return organisation_name(before), duty
            if not duty:  # "Phòng Nội vụ chủ trì:" over a list
                return organisation_name(before[:verb]), ""
    if not names_organisation(text):
        return None
    verb = _duty_verb_at(text)
    if verb > 0 and not (heading and text.startswith(_WHICH, verb) and text.rstrip()[-1:].isalnum()):
        return organisation_name(text[:verb]), text[verb:].strip()
    if heading and len(text) <= 170 and not text.rstrip().endswith((";", ".")):
        return organisation_name(text), ""
    if heading and len(text.split()) <= 12:
        return organisation_name(text), ""
    return None


def _duty_verb_at(text: str) -> int:
    """Where the duty begins; words that say which body is meant ("phụ trách chuyên môn") come before it."""
    first = _verb_at(text)
    if first < 0 or not text.startswith(_WHICH, first):
        return first
    word = text.index(" ", first)
    later = _verb_at(text[word:])
    return first if later < 0 else word + later


def _verb_at(text: str) -> int:
    """Where the first verb of duty begins; -1 where there is none. Brackets and "các tổ chức" are passed over."""
    best = -1
    masked = re.sub(r"\([^()]*\)", lambda match: "·" * len(match.group()), text)
    for verb in _VERBS:
        at = masked.find(" " + verb)
        while at >= 0:
            before = masked[:at].rstrip()
            after = masked[at + 1 + len(verb) : at + 2 + len(verb)]
            noun = before.lower().endswith(
                (
                    "các",
                    "và",
                    ",",
                    "những",
                    "phụ trách công tác",
                    "công tác",
                    "phụ trách",
                    "làm công tác",
                    "đơn vị",
                    "ban",
                    "hoạt động",
                    "tham gia",
                    "được",
                    "trực tiếp",
                    "nhiệm vụ",
                    "người",
                    "về",
                    "của",
                    "viên chức",
                    "công chức",
                    "cán bộ",
                    "phối hợp",
                )
            )
            whole = verb.endswith(" ") or not after.isalpha()
            if verb == "cấp " and re.match(_TIER, masked[at + 1 + len(verb) :]):
                whole = False  # "cấp trên", "cấp huyện" say which body is meant
            if (
                whole
                and len(before) > 3
                and not (
                    noun
                    and verb
                    in {
                        "tổ chức",
                        "phụ trách",
                        "tham gia",
                        "tham dự",
                        "quản lý",
                        "báo cáo",
                        "thực hiện",
                        "hướng dẫn",
                        "phối hợp",
                        "thông tin",
                        "tuyên truyền",
                        "dự toán",
                        "giám sát",
                        "phục vụ",
                        "chủ trì",
                    }
                )
            ):
                if best < 0 or at + 1 < best:
                    best = at + 1
                break
            at = masked.find(" " + verb, at + 1)
    return best
