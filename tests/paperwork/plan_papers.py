# ruff: noqa: E501 - the papers stand here as they are typed
"""Plans as Word and PDF files, built here so that each trait of form is in sight."""

import io
from collections.abc import Callable

import docx
import typst
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from paperwork import fonts

_W = nsdecls("w")


class _Paper:
    """A Word document being put together from raw XML, so that nothing of its form is left to a library."""

    def __init__(self) -> None:
        self.document = docx.Document()
        self.body = self.document.element.body

    def xml(self, inner: str) -> None:
        """Elements at the end of the body."""
        holder = parse_xml(f'<w:body {_W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
                           f'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
                           f'xmlns:v="urn:schemas-microsoft-com:vml">{inner}</w:body>')  # fmt: skip
        for element in list(holder):
            self.body.insert(len(self.body) - 1, element)

    def numbering(self, levels: str) -> None:
        """One list, number 77, of these levels."""
        root = self.document.part.numbering_part.element
        root.insert(0, parse_xml(f'<w:abstractNum {_W} w:abstractNumId="77">{levels}</w:abstractNum>'))
        root.append(parse_xml(f'<w:num {_W} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))

    def style(self, xml: str) -> None:
        self.document.styles.element.append(parse_xml(xml.replace("<w:style ", f"<w:style {_W} ", 1)))

    def saved(self) -> bytes:
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def para(text: str, properties: str = "", marks: str = "") -> str:
    """A paragraph; "|" is a soft break, "→" a tab."""
    inner = "".join(
        "<w:r><w:br/></w:r>" if piece == "|" else "<w:r><w:tab/></w:r>" if piece == "→" else run(piece, marks)
        for piece in _cut(text)
    )
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def _cut(text: str) -> list[str]:
    pieces = [""]
    for char in text:
        if char in "|→":
            pieces += [char, ""]
        else:
            pieces[-1] += char
    return [piece for piece in pieces if piece]


def bold(text: str, properties: str = "") -> str:
    return para(text, properties, "<w:b/>")


def listed(level: int, text: str, marks: str = "") -> str:
    return para(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>', marks)


def level(depth: int, form: str, text: str, extra: str = "") -> str:
    return f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{extra}<w:lvlText w:val="{text}"/></w:lvl>'


def box(*paragraphs: str) -> str:
    """A text box as Word saves it: the same text twice, for new readers and for old."""
    content = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    return (
        f'<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{content}</wps:txbx></w:drawing>'
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )


def cell(*paragraphs: str, span: int = 1, merge: str = "") -> str:
    vertical = {"": "", "start": '<w:vMerge w:val="restart"/>', "on": "<w:vMerge/>"}[merge]
    inner = "".join(paragraphs) or "<w:p/>"
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/>{vertical}</w:tcPr>{inner}</w:tc>'


def table(*rows: str) -> str:
    return "<w:tbl><w:tblPr/>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def word_numbered() -> bytes:
    """Automatic numbering, text boxes, changes as accepted, hidden text, a borderless table at the foot."""
    paper = _Paper()
    paper.numbering(
        level(0, "upperRoman", "%1.") + level(1, "decimal", "%2.") + level(2, "lowerLetter", "%3)") + level(3, "bullet", "-")
        + level(4, "bullet", "+")
    )  # fmt: skip
    paper.xml(
        box(para("UBND HUYỆN CẨM GIANG"), bold("VĂN PHÒNG"), para("Số: 19/KH-VP"))
        + box(bold("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), bold("Độc lập - Tự do - Hạnh phúc"),
              para("Cẩm Giang, ngày 03 tháng 3 năm 2025"))
        + bold("Kế hoạch", marks_caps())
        + bold("Tập huấn soạn thảo văn bản khen thưởng năm 2025")
        + "<w:p><w:pPr/>" + run("Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư, ")
        + "<w:del>" + run_deleted("Phòng Nội vụ") + "</w:del><w:ins>" + run("Văn phòng") + "</w:ins>"
        + run(" xây dựng Kế hoạch như sau:") + "</w:p>"
        + listed(0, "MỤC ĐÍCH", "<w:b/>")
        + listed(3, "Soạn thảo đúng thể thức.")
        + "<w:p><w:pPr>" + '<w:numPr><w:ilvl w:val="3"/><w:numId w:val="77"/></w:numPr><w:rPr><w:del/></w:rPr></w:pPr>'
        + "<w:del>" + run_deleted("Ý đã bỏ.") + "</w:del></w:p>"
        + listed(3, "Hạn chế văn bản bị trả lại.")
        + listed(0, "NỘI DUNG", "<w:b/>")
        + listed(1, "Thể thức tờ trình khen thưởng:")
        + listed(4, "Phần mở đầu;")
        + listed(4, "Phần nội dung.")
        + listed(1, "Thể thức quyết định khen thưởng.")
        + listed(0, "CÁC LỚP", "<w:b/>")
        + listed(1, "Lớp A: Văn thư các phòng, ban", "<w:b/>")
        + listed(2, "Thành phần: Văn thư các phòng, ban, ngành.")
        + listed(2, "Số lượng: 22 người.")
        + listed(2, "Thời gian: 01 buổi, ngày 20/3/2025.")
        + listed(1, "Lớp B: Văn thư các xã", "<w:b/>")
        + listed(2, "Thành phần: Văn thư các xã, thị trấn.")
        + listed(2, "Số lượng: 14 người.")
        + listed(2, "Thời gian: 01 buổi, ngày 21/3/2025.")
        + para("Dòng ẩn không ai thấy", "", "<w:vanish/>")
        + listed(0, "KINH PHÍ", "<w:b/>")
        + para("Nguồn chi thường xuyên của Văn phòng.")
        + listed(0, "TỔ CHỨC THỰC HIỆN", "<w:b/>")
        + listed(1, "Bộ phận Hành chính: gửi giấy mời, bố trí phòng học./.")
        + table(
            cell(para("Nơi nhận:", "", "<w:b/><w:i/>"), para("- Thường trực UBND huyện;"), para("- Các phòng, ban;"), para("- Lưu: VT."))
            + cell(bold("TL. CHỦ TỊCH"), bold("CHÁNH VĂN PHÒNG"), para(""), bold("Tạ Văn Khôi"))
        )
    )  # fmt: skip
    return paper.saved()


def marks_caps() -> str:
    return '<w:jc w:val="center"/>'


def run_deleted(text: str) -> str:
    return f'<w:r><w:delText xml:space="preserve">{text}</w:delText></w:r>'


def word_merged() -> bytes:
    """Head in a borderless table, a heading of two rows, cells merged down and across, a total, a footnote's mark."""
    paper = _Paper()
    paper.xml(
        table(
            cell(para("LIÊN ĐOÀN LAO ĐỘNG TỈNH"), bold("CÔNG ĐOÀN NGÀNH Y TẾ"))
            + cell(bold("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), bold("Độc lập - Tự do - Hạnh phúc")),
            cell(para("Số: 07/KH-CĐN")) + cell(para("Hải Bình, ngày 18 tháng 01 năm 2024", "", "<w:i/>")),
        )
        + bold("KẾ HOẠCH|Bồi dưỡng công tác thi đua, khen thưởng|cho cán bộ công đoàn năm 2024")
        + para(
            "Thực hiện Hướng dẫn số 05/HD-LĐLĐ ngày 10/01/2024 của Liên đoàn Lao động tỉnh về công tác thi "
            "đua, khen thưởng, Công đoàn ngành Y tế xây dựng Kế hoạch:")
        + bold("1. Mục tiêu")
        + para("Cán bộ công đoàn làm được hồ sơ khen thưởng.")
        + bold("2. Lịch tổ chức lớp")
        + table(
            cell(bold("STT"), merge="start") + cell(bold("Lớp"), merge="start") + cell(bold("Thành phần tham dự"), merge="start")
            + cell(bold("Thời gian"), span=2) + cell(bold("Địa điểm"), merge="start"),
            cell(merge="on") + cell(merge="on") + cell(merge="on") + cell(bold("Số ngày")) + cell(bold("Ngày học")) + cell(merge="on"),
            cell(para("1")) + cell(para("Khối bệnh viện")) + cell(para("- Chủ tịch, Phó Chủ tịch CĐCS (18 người);"), para("- Ủy viên UBKT (9 người)."))
            + cell(para("2")) + cell(para("06/3/2024 - 07/3/2024")) + cell(para("Nhà Văn hóa Lao động tỉnh"), merge="start"),
            cell(para("2")) + cell(para("Khối trung tâm")) + cell(para("Chủ tịch CĐCS các trung tâm y tế (11 người)"))
            + cell(para("1,5")) + cell(para("Từ 12/3 đến 13/3/2024")) + cell(merge="on"),
            cell(para("Tổng cộng: 38 người"), span=6),
        )
        + bold("3. Kinh phí")
        + para("- Tài chính công đoàn ngành;")
        + para("- Tài chính công đoàn cơ sở (công tác phí).")
        + bold("4. Tổ chức thực hiện")
        + table(
            cell(bold("TT")) + cell(bold("Nội dung công việc")) + cell(bold("Đơn vị thực hiện")),
            cell(para("1")) + cell(para("Soạn tài liệu")) + cell(para("Ban Chính sách")),
            cell(para("2")) + cell(para("Gửi danh sách trước ngày 25/02/2024")) + cell(para("Các công đoàn cơ sở")),
        )
        + para("Trên đây là Kế hoạch của Công đoàn ngành./.")
        + table(
            cell(para("Nơi nhận:"), para("- LĐLĐ tỉnh (b/c);"), para("- Các CĐCS;"), para("- Lưu: VP."))
            + cell(bold("TM. BAN THƯỜNG VỤ"), bold("CHỦ TỊCH"), para(""), bold("Hồ Thị Mỹ Dung"))
        )
    )  # fmt: skip
    return paper.saved()


def word_soft() -> bytes:
    """Numbering through heading styles, soft breaks as lists, a tabbed head, content controls."""
    paper = _Paper()
    paper.numbering(
        level(0, "decimal", "%1.", '<w:pStyle w:val="Muc1"/>')
        + level(1, "decimal", "%1.%2.", '<w:pStyle w:val="Muc2"/>')
    )
    paper.style(
        '<w:style w:type="paragraph" w:styleId="Muc1"><w:name w:val="heading 7"/><w:pPr><w:numPr><w:numId w:val="77"/></w:numPr>'
        "</w:pPr><w:rPr><w:b/><w:caps/></w:rPr></w:style>"
    )
    paper.style(
        '<w:style w:type="paragraph" w:styleId="Muc2"><w:name w:val="heading 8"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="77"/>'
        "</w:numPr></w:pPr><w:rPr><w:b/></w:rPr></w:style>"
    )
    one, two = '<w:pStyle w:val="Muc1"/>', '<w:pStyle w:val="Muc2"/>'
    paper.xml(
        para("UBND PHƯỜNG ĐÔNG HẢI→CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        + para("PHÒNG VĂN HÓA - XÃ HỘI→Độc lập - Tự do - Hạnh phúc")
        + para("Số: 31/KH-VHXH→Đông Hải, ngày 11 tháng 5 năm 2026")
        + '<w:sdt><w:sdtContent>' + bold("KẾ HOẠCH") + bold("Tập huấn công tác thi đua, khen thưởng 6 tháng cuối năm 2026") + "</w:sdtContent></w:sdt>"
        + para("Thực hiện nhiệm vụ được giao, Phòng Văn hóa - Xã hội lập kế hoạch tổ chức lớp tập huấn như sau:")
        + para("Mục đích, yêu cầu", one)
        + para("- Bồi dưỡng nghiệp vụ;|- Trao đổi cách làm hay.")
        + para("Đối tượng, số lượng", one)
        + para("Tổ trưởng tổ dân phố; người phụ trách thi đua của các trường học; tổng số 52 người.")
        + para("Nội dung", one)
        + para("Kỹ năng phát hiện điển hình", two)
        + para("Cách viết gương|người tốt, việc tốt.")
        + para("Phần mềm quản lý thi đua", two)
        + para("Thời gian và địa điểm", one)
        + para("Thời gian:→01 ngày (02 buổi), ngày 09 tháng 7.|Địa điểm:→Nhà văn hóa phường.")
        + para("Kinh phí thực hiện", one)
        + para("Kinh phí được trích từ dự toán năm 2026 của Phòng.")
        + para("Phân công thực hiện", one)
        + para("Công chức phụ trách thi đua", two)
        + para("- Chuẩn bị tài liệu.|- Tổng hợp, báo cáo kết quả trước ngày 20/7/2026.")
        + para("Các trường học và tổ dân phố", two)
        + para("Cử người tham dự đúng thành phần./.")
        + para("Nơi nhận:→Q. TRƯỞNG PHÒNG")
        + para("- UBND phường;")
        + para("- Lưu: VHXH.→Mai Thị Én")
    )  # fmt: skip
    return paper.saved()


def typeset(source: str) -> bytes:
    """A PDF of the kind Word exports, with running page numbers."""
    head = (
        '#set page(paper: "a4", margin: (left: 3cm, right: 2cm, top: 2cm, bottom: 2cm), numbering: "1", number-align: top + center)\n'
        '#set text(font: "TeX Gyre Termes", size: 13pt, lang: "vi")\n'
        "#set par(justify: true, first-line-indent: (amount: 1cm, all: true))\n"
    )
    return bytes(typst.compile((head + source).encode(), font_paths=[str(fonts.folder())]))


def pdf_table() -> bytes:
    """The row of the second class runs over the end of the page; the heading stands again on the next."""
    return typeset(
        r"""
#set page(height: 13.6cm)
#grid(columns: (1fr, 1.4fr), align: center,
  [UBND HUYỆN AN HÒA\ *PHÒNG NỘI VỤ*], [*CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM*\ *Độc lập - Tự do - Hạnh phúc*],
  [Số: 45/KH-PNV], [_An Hòa, ngày 05 tháng 4 năm 2025_])
#align(center)[*KẾ HOẠCH*\ *Tập huấn nghiệp vụ công tác thi đua, khen thưởng\ năm 2025*]

Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022; Phòng Nội vụ ban hành Kế hoạch tập huấn như sau:

*I. MỤC ĐÍCH, YÊU CẦU*

1. Nâng cao năng lực của đội ngũ cán bộ, công chức làm công tác thi đua, khen thưởng ở các cơ quan, đơn vị, góp phần đưa phong trào thi đua đi vào chiều sâu.

2. Việc tổ chức tập huấn phải tiết kiệm.

*II. CÁC LỚP TẬP HUẤN*

#table(columns: (1cm, 2.5cm, 1fr, 1.6cm, 3cm), table.header([*TT*], [*Lớp*], [*Thành phần*], [*Số lượng*], [*Thời gian*]),
  [1], [Lớp 1], [Lãnh đạo và công chức phụ trách thi đua, khen thưởng các phòng, ban, ngành], [50 người], [01 ngày, ngày 12/6/2025],
  [2], [Lớp 2], [Đại diện Ban Giám hiệu và viên chức phụ trách công tác thi đua, khen thưởng của các trường mầm non, tiểu học, trung học cơ sở trên địa bàn huyện và cán bộ Trung tâm Giáo dục nghề nghiệp, ngoài ra còn có đại diện của Trung tâm Văn hóa, Thể thao huyện và Trung tâm Dịch vụ nông nghiệp cùng tham dự], [60 người], [1,5 ngày, ngày 13-14/6/2025],
  [], [], [*Cộng*], [110 người], [])

*III. KINH PHÍ*

Từ nguồn sự nghiệp đào tạo năm 2025.

*IV. TỔ CHỨC THỰC HIỆN*

1. Văn phòng: Chuẩn bị hội trường; gửi giấy mời trước ngày 05/6/2025.

2. Các phòng, ban, ngành, trường học: Cử người dự tập huấn đúng thành phần.

Trên đây là Kế hoạch của Phòng Nội vụ./.

#grid(columns: (1fr, 1fr), [#set par(first-line-indent: 0pt)
*_Nơi nhận:_*\ - UBND huyện (để báo cáo);\ - Các phòng, ban, ngành, đoàn thể huyện và các cơ quan liên quan;\ - Lưu: VT.],
  align(center)[*TRƯỞNG PHÒNG*\ \ \ \ *Lê Văn Bình*])
"""
    )


def pdf_sections() -> bytes:
    """No table: headings, wrapped paragraphs and bullets over two pages, a long issuer on two lines."""
    return typeset(
        r"""
#set page(height: 16cm)
#grid(columns: (1fr, 1.3fr), align: center,
  [ỦY BAN NHÂN DÂN\ *BAN CHỈ ĐẠO PHONG TRÀO\ THI ĐUA XÃ PHÚ LÂM*], [*CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM*\ *Độc lập - Tự do - Hạnh phúc*])
#grid(columns: (1fr, 1.3fr), align: center, [Số: 02/KH-BCĐ], [_Phú Lâm, ngày 20 tháng 01 năm 2026_])
#align(center)[*KẾ HOẠCH*\ *Tập huấn, hướng dẫn phong trào thi đua “Cả nước thi đua đổi mới sáng tạo và chuyển đổi số” trên địa bàn xã năm 2026*]

Để phong trào đi vào thực chất, Ban Chỉ đạo phong trào thi đua xã Phú Lâm ban hành Kế hoạch tập huấn, cụ thể như sau:

*I. MỤC ĐÍCH, YÊU CẦU*

*1. Mục đích*

- Giúp thành viên Ban Chỉ đạo, cán bộ thôn hiểu rõ mục tiêu, nội dung, tiêu chí của phong trào thi đua và cách tự đánh giá kết quả theo từng tiêu chí.

- Tạo sự thống nhất trong toàn xã.

*2. Yêu cầu*

Tập huấn gắn với thực hành trên phần mềm; người dự học phải làm được ngay tại lớp.

*II. THỜI GIAN, ĐỊA ĐIỂM, THÀNH PHẦN*

*1. Lớp thứ nhất (khối cơ quan)*

a) Thành phần: Thành viên Ban Chỉ đạo; lãnh đạo, công chức các phòng chuyên môn; đại diện Ủy ban Mặt trận Tổ quốc Việt Nam xã và các tổ chức chính trị - xã hội.

b) Số lượng: khoảng 45 người.

c) Thời gian: 02 buổi, ngày 03 và ngày 04/02/2026, bắt đầu từ 13 giờ 30 phút.

d) Địa điểm: Phòng họp số 1, UBND xã.

*2. Lớp thứ hai (khối thôn)*

a) Thành phần:

- Bí thư chi bộ, Trưởng thôn của 12 thôn (24 người).

- Trưởng ban công tác Mặt trận thôn (12 người).

b) Thời gian: 0,5 ngày, dự kiến nửa cuối tháng 02/2026.

*III. KINH PHÍ*

Kinh phí thực hiện từ nguồn ngân sách xã và nguồn xã hội hóa hợp pháp khác theo quy định của pháp luật về ngân sách nhà nước.

*IV. TỔ CHỨC THỰC HIỆN*

*1. Phòng Văn hóa - Xã hội (cơ quan thường trực)*

- Xây dựng chương trình; mời báo cáo viên; chuẩn bị máy tính, đường truyền và tài khoản cho người học.

- Tổng hợp danh sách, gửi Văn phòng trước 16 giờ 00 ngày 30/01/2026.

*2. Các thôn*

Thông báo, đôn đốc người dự đúng giờ.

Trên đây là Kế hoạch tập huấn của Ban Chỉ đạo, đề nghị các đơn vị thực hiện./.

#grid(columns: (1fr, 1fr), [#set par(first-line-indent: 0pt)
*_Nơi nhận:_*\ - Đảng ủy xã;\ - Thành viên BCĐ;\ - Các thôn;\ - Lưu: VT, BCĐ.],
  align(center)[*TM. BAN CHỈ ĐẠO*\ *KT. TRƯỞNG BAN*\ *PHÓ TRƯỞNG BAN*\ \ \ *Trịnh Hoài Nam*])
"""
    )


WORD: dict[str, Callable[[], bytes]] = {
    "word-danh-so-tu-dong": word_numbered,
    "word-bang-gop-o": word_merged,
    "word-ngat-dong-mem": word_soft,
}
PDF: dict[str, Callable[[], bytes]] = {"pdf-bang-qua-trang": pdf_table, "pdf-de-muc": pdf_sections}
