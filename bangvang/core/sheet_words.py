"""What the lines below a list in Excel begin with: sums, day and place, signatures.

With their marks, for "Trương Phong" is a name and "trưởng phòng" is not.
"""

import re

FOOT = re.compile(
    r"tổng cộng|tổng số|cộng:|danh sách (này )?có|ấn định danh sách|người lập|thủ trưởng|hiệu trưởng|chủ tịch"
    r"|trưởng phòng|giám đốc|xác nhận|nơi nhận|ký tên|\(ký|.*\bngày\b.*\btháng\b.*\bnăm\b"
)
