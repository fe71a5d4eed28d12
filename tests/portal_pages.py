"""Pages in the form of the portals that publish plans: own words, the portals' markup around them.

Each page is (html, lines that must be in the body, lines that must not).
"""

# ruff: noqa: E501 (markup as portals write it)
from __future__ import annotations

from typing import NamedTuple


class Page(NamedTuple):
    html: str
    kept: tuple[str, ...]
    dropped: tuple[str, ...]


TASKS = (
    "1. Sở Nội vụ chủ trì, phối hợp với Sở Tài chính rà soát thủ tục hành chính, hoàn thành trước ngày 30/6/2026.",
    "2. Văn phòng UBND tỉnh theo dõi, đôn đốc các đơn vị thực hiện Kế hoạch này.",
    "3. UBND các huyện tổ chức tuyên truyền trên hệ thống đài truyền thanh cơ sở trong quý II/2026.",
)
MENU = "".join(f'<li><a href="/{n}">{words}</a></li>' for n, words in enumerate(
    ("Trang chủ", "Giới thiệu", "Tin tức - Sự kiện", "Văn bản chỉ đạo điều hành", "Thủ tục hành chính", "Liên hệ")))  # fmt: skip
RELATED = "".join(f'<li><a href="/t{n}">{words}</a></li>' for n, words in enumerate(
    ("Kế hoạch 12/KH-UBND về chuyển đổi số tỉnh năm 2025", "Quyết định 77/QĐ-UBND công bố thủ tục hành chính")))  # fmt: skip


def _body(paragraph: str = "<p>{}</p>") -> str:
    words = ("KẾ HOẠCH", "Cải cách hành chính năm 2026", "I. NHIỆM VỤ", *TASKS)
    return "".join(paragraph.format(line) for line in words)


KEPT = ("KẾ HOẠCH", "Cải cách hành chính năm 2026", "I. NHIỆM VỤ", *TASKS)

THUVIENPHAPLUAT = Page(
    f"""<html><head><meta charset="utf-8"><title>Kế hoạch 15/KH-UBND</title><script>var a="rà soát";</script></head><body>
<div id="header"><ul class="menu">{MENU}</ul></div>
<div id="ctl00_Content_ThongTinVB_pnlDocContent"><div id="divContentDoc"><div class="cldivContentDocVn"><div class="content1"><div><div>
<table border="0" cellspacing="0" cellpadding="0" style="width:100%"><tr>
<td width="223"><p align="center"><b>ỦY
BAN NHÂN DÂN<br>
TỈNH LONG SƠN<br>
-------</b></p></td>
<td width="367"><p align="center"><b>CỘNG
HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>Độc lập - Tự do - Hạnh phúc<br>---------------</b></p></td></tr>
<tr><td><p align="center">Số: 15/KH-UBND</p></td><td><p align="right"><i>Long Sơn, ngày 12 tháng 01 năm 2026</i></p></td></tr></table>
{_body()}
<table border="0"><tr><td><p><b><i>Nơi nhận:</i></b><br>- Sở Nội vụ;<br>- Lưu: VT.</p></td>
<td><p align="center"><b>TM. ỦY BAN NHÂN DÂN<br>CHỦ TỊCH<br><br>Trần Văn Mẫu</b></p></td></tr></table>
</div></div></div></div></div></div>
<div id="divThuocTinh"><table><tr><td><b>Số hiệu:</b></td><td>15/KH-UBND</td><td><b>Loại văn bản:</b></td><td>Kế hoạch</td></tr>
<tr><td><b>Nơi ban hành:</b></td><td>Tỉnh Long Sơn</td><td><b>Người ký:</b></td><td>Trần Văn Mẫu</td></tr>
<tr><td><b>Ngày ban hành:</b></td><td>12/01/2026</td><td><b>Ngày hiệu lực:</b></td><td>Đã biết</td></tr></table></div>
<div class="related"><h3>Văn bản liên quan</h3><ul>{RELATED}</ul></div>
<div id="footer"><p>Chịu trách nhiệm chính: Ông Chủ Website – Số điện thoại: (028) 0000 0000, giấy phép số 27/GP-TTĐT</p></div>
</body></html>""",
    KEPT, ("Giới thiệu", "Kế hoạch 12/KH-UBND về chuyển đổi số tỉnh năm 2025", "Nơi ban hành"),
)  # fmt: skip

LUATVIETNAM = Page(
    f"""<!DOCTYPE html><html><head><meta charset="utf-8"></head><body><nav><ul>{MENU}</ul></nav>
<div class="breadcrumb"><a href="/">Trang chủ</a> › Kế hoạch</div>
<h1 class="the-document-title">Kế hoạch 15/KH-UBND Long Sơn 2026 cải cách hành chính</h1>
<div class="the-document-body"><table><tr><td>UBND TỈNH LONG SƠN<br>________</td><td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>
Độc lập - Tự do - Hạnh phúc</td></tr></table>
{_body('<div class="docitem-11"><p>{}</p><span class="tooltip-button"><span>Đang theo dõi</span></span></div>')}
<div class="docitem-binhluan">Theo quy định mới, kế hoạch này được thực hiện cùng Nghị quyết của Chính phủ và văn bản hợp nhất.</div></div>
<div class="box"><h2>thuộc tính Kế hoạch 15/KH-UBND</h2><dl><dt>Cơ quan ban hành:</dt><dd>Ủy ban nhân dân tỉnh Long Sơn</dd>
<dt>Số hiệu:</dt><dd>15/KH-UBND</dd><dt>Ngày ban hành:</dt><dd>12/01/2026</dd><dt>Người ký:</dt><dd>Đang cập nhật</dd></dl></div>
<aside><p>Đăng ký tài khoản để sử dụng toàn bộ tiện ích tra cứu, tải văn bản và nhận thông báo khi có thay đổi.</p></aside>
<footer>Bản quyền thuộc về công ty</footer></body></html>""",
    KEPT, ("Đang theo dõi", "docitem", "Nghị quyết của Chính phủ và văn bản hợp nhất", "Đăng ký tài khoản"),
)  # fmt: skip

PROVINCE = Page(
    f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body>
<table width="100%"><tr><td colspan="2"><table><tr><td><a href="/">Cổng thông tin điện tử</a></td><td><a href="/x">Sơ đồ trang</a></td></tr></table>
Thứ 7, Ngày 26/10/2024</td></tr><tr><td width="20%"><ul>{MENU}</ul></td><td><a href="#">Truy cập nội dung luôn</a>
<h3>Kế hoạch cải cách hành chính năm 2026</h3>
<div><span>Số hiệu</span> <span>15/KH-UBND</span></div><div><span>Ngày ban hành</span> <span>12/01/2026</span></div>
<div><span>Cơ quan ban hành</span> <span>Tỉnh Long Sơn</span></div><div><span>Lĩnh vực</span> <span>Đang cập nhật</span></div>
<div>ỦY BAN NHÂN DÂN</div><div>TỈNH LONG SƠN</div><div>-------</div><div>CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM</div>
<div>Độc lập - Tự do - Hạnh phúc</div><div>Số: 15/KH-UBND</div>
<div>{"<br>".join(KEPT)}</div>
<div>Lượt xem: 1.204</div><div>Đánh giá bài viết</div><div>0.0/5 (0 Lượt đánh giá)</div>
<p><b>Tin liên quan</b></p><ul>{RELATED}</ul></td></tr></table></body></html>""",
    KEPT, ("Giới thiệu", "Thứ 7, Ngày 26/10/2024", "Truy cập nội dung luôn", "Lượt xem: 1.204", "0.0/5 (0 Lượt đánh giá)"),
)  # fmt: skip

HETHONGPHAPLUAT = Page(
    f"""<html><head><meta charset="utf-8"></head><body><header><p>Hệ thống pháp luật</p><ul>{MENU}</ul></header>
<div class="main"><div class="content"><p>Đang tải nội dung, vui lòng chờ giây lát...</p>
<p>ỦY BAN NHÂN DÂN TỈNH LONG SƠN | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |</p><p>Số: 15/KH-UBND | Long Sơn, ngày 12 tháng 01 năm 2026 |</p>
{_body()}<p>PHỤ LỤC</p><table class="table table-bordered"><thead><tr><th rowspan="2">STT</th><th colspan="2">Nội dung</th><th rowspan="2">Thời hạn</th></tr>
<tr><th>Nhiệm vụ</th><th>Đơn vị</th></tr></thead><tbody><tr><td>1</td><td>Rà soát thủ tục</td><td>Sở Nội vụ</td><td rowspan="2">Quý I/2026</td></tr>
<tr><td>2</td><td>Niêm yết công khai</td><td>Sở Tư pháp</td></tr></tbody></table></div></div>
<div style="display:none">Bản dịch chỉ dành cho thành viên đã đăng nhập của hệ thống pháp luật</div></body></html>""",
    (*KEPT, "PHỤ LỤC"), ("Giới thiệu", "Đang tải nội dung, vui lòng chờ giây lát...", "Bản dịch chỉ dành"),
)  # fmt: skip

NEWS = Page(
    f"""<html><head><meta charset="utf-8"></head><body><div class="top"><ul>{MENU}</ul></div><div class="wrap">
<h1>Long Sơn ban hành kế hoạch cải cách hành chính năm 2026</h1><span>12/01/2026 11:01</span>
<div class="article"><p>Ngày 12/01/2026, UBND tỉnh Long S&#417;n ban h&agrave;nh Kế hoạch số 15/KH-UBND về cải cách hành chính năm 2026.</p>
<p>Theo đó, Sở Nội vụ chủ trì rà soát thủ tục hành chính trên địa bàn tỉnh trong quý I năm 2026.</p></div>
<div class="related-news"><p>Hội nghị tổng kết công tác cải cách hành chính năm 2025 của tỉnh diễn ra sáng nay tại hội trường lớn.</p></div></div></body></html>""",
    ("Long Sơn ban hành kế hoạch cải cách hành chính năm 2026",
     "Ngày 12/01/2026, UBND tỉnh Long Sơn ban hành Kế hoạch số 15/KH-UBND về cải cách hành chính năm 2026."),
    ("Giới thiệu", "Hội nghị tổng kết công tác cải cách hành chính năm 2025"),
)  # fmt: skip

PAGES = {
    "thuvienphapluat": THUVIENPHAPLUAT, "luatvietnam": LUATVIETNAM, "province": PROVINCE,
    "hethongphapluat": HETHONGPHAPLUAT, "news": NEWS,
}  # fmt: skip
