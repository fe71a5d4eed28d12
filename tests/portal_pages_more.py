"""More pages in the form of portals, written before the reader was tried on them; see ``portal_pages``."""

# ruff: noqa: E501 (markup as portals write it)
from __future__ import annotations

from portal_pages import MENU, RELATED, TASKS, Page

_TITLE = ("KẾ HOẠCH", "Chuyển đổi số năm 2026 trên địa bàn tỉnh Long Sơn")
_WORDS = (*_TITLE, "I. MỤC ĐÍCH", "Bảo đảm 100% hồ sơ được xử lý trên môi trường mạng.", "II. NHIỆM VỤ", *TASKS)
TABLE_ROWS = (
    ("1", "Nâng cấp cổng dịch vụ công", "Sở Khoa học và Công nghệ", "30/6/2026"),
    ("2", "Số hóa hồ sơ lưu trữ", "Văn phòng UBND tỉnh", "Quý III/2026"),
)


def _paragraphs(words: tuple[str, ...] = _WORDS, form: str = "<p>{}</p>") -> str:
    return "".join(form.format(line) for line in words)


def _table(attributes: str = 'border="1"') -> str:
    head = "".join(f"<td>{w}</td>" for w in ("TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"))
    rows = "".join("<tr>" + "".join(f"<td><p>{w}</p></td>" for w in row) + "</tr>" for row in TABLE_ROWS)
    return f"<table {attributes}><tbody><tr>{head}</tr>{rows}</tbody></table>"


VBPL = Page(
    f"""<!DOCTYPE html><html><head><meta charset="utf-8" /><title>CSDL quốc gia về văn bản pháp luật</title></head><body>
<form method="post" action="./vbpq-toanvan.aspx?ItemID=1" id="aspnetForm"><div id="s4-workspace"><div class="header-nav"><ul>{MENU}</ul></div>
<div class="box-map"><ul><li><a href="/"><span>CSDL Quốc gia về VBPL</span></a></li><li><span>» Văn bản</span></li></ul></div>
<div class="box-tab-vb"><ul><li><a href="#"><b class="a1">Toàn văn</b></a></li><li><a href="#"><b>Thuộc tính</b></a></li><li><a href="#"><b>Lịch sử</b></a></li><li><a href="#"><b>Bản PDF</b></a></li></ul></div>
<div class="vbInfo"><ul><li class="red"><span>Hiệu lực: </span>Còn hiệu lực</li><li><span>Ngày có hiệu lực: </span>12/01/2026</li></ul></div>
<div class="fulltext"><div style="width:100%;"><div class="toanvancontent" id="toanvancontent">
<table style="width:100%"><tbody><tr><td style="width:40%"><div><b>UBND TỈNH LONG SƠN</b></div></td><td><div><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</b></div></td></tr>
<tr><td><div>Số: 21/KH-UBND</div></td><td><div><i>Long Sơn, ngày 12 tháng 01 năm 2026</i></div></td></tr></tbody></table>
{_paragraphs(form='<p style="text-align:justify">{}</p>')}{_table('cellspacing="0" border="1"')}
<table><tbody><tr><td>TM. UỶ BAN NHÂN DÂN<br/>Chủ tịch<br/>(Đã ký)<br/><p><b>Trần Văn Mẫu</b></p></td></tr></tbody></table></div></div></div>
<div class="box-news"><div class="title">Các văn bản đã ban hành</div><ul>{RELATED}</ul></div></div>
<div class="bottom"><p>Cơ quan chủ quản: Bộ Tư pháp. Địa chỉ: số 00 đường Mẫu, Hà Nội. Điện thoại liên hệ: 000.000.000 giờ hành chính.</p></div></form></body></html>""",
    _WORDS, ("Giới thiệu", "Toàn văn", "Lịch sử", "Kế hoạch 12/KH-UBND về chuyển đổi số tỉnh năm 2025", "Cơ quan chủ quản"),
)  # fmt: skip

LIFERAY = Page(
    f"""<html><head><meta charset="utf-8"></head><body class="yui3-skin-sam controls-visible"><div id="wrapper"><div id="banner"><h2>CỔNG THÔNG TIN ĐIỆN TỬ TỈNH LONG SƠN</h2></div>
<div id="navigation"><ul>{MENU}</ul></div><div class="columns-2" id="main-content"><div class="portlet-column" id="column-1">
<section class="portlet"><h3>Chuyên mục</h3><p>Số liệu thống kê lượt truy cập hôm nay của cổng thông tin điện tử: 12.345 lượt.</p></section></div>
<div class="portlet-column" id="column-2"><div class="portlet-body"><div class="document-detail"><h3 class="title">Kế hoạch chuyển đổi số năm 2026</h3>
<table class="table-detail"><tr><td class="lbl">Số ký hiệu văn bản</td><td>21/KH-UBND</td></tr><tr><td class="lbl">Ngày ban hành</td><td>12/01/2026</td></tr>
<tr><td class="lbl">Người ký</td><td>Trần Văn Mẫu</td></tr><tr><td class="lbl">Trích yếu</td><td>Chuyển đổi số năm 2026</td></tr><tr><td class="lbl">Cơ quan ban hành</td><td>UBND tỉnh</td></tr></table>
<div class="journal-content-article">{_paragraphs(form="<div>{}<br></div>")}{_table('class="MsoTableGrid" border="1" cellpadding="0"')}</div>
<div class="taglib-ratings"><span>Đánh giá trung bình (0 Phiếu bầu)</span></div></div></div>
<div class="portlet-other"><h4>Các văn bản khác</h4><ul>{RELATED}</ul></div></div></div>
<div id="footer"><p>Trưởng Ban biên tập: Ông Nguyễn Văn Ví Dụ, Phó Chánh Văn phòng Ủy ban nhân dân tỉnh Long Sơn.</p></div></div></body></html>""",
    _WORDS, ("Giới thiệu", "lượt truy cập hôm nay", "Trưởng Ban biên tập", "Quyết định 77/QĐ-UBND công bố thủ tục hành chính", "Phiếu bầu"),
)  # fmt: skip

WORDPRESS = Page(
    f"""<!doctype html><html lang="vi"><head><meta charset="UTF-8"><title>Kế hoạch – Xã Long Bình</title></head><body class="post-template-default single single-post">
<div id="page"><header id="masthead" class="site-header"><p class="site-title"><a href="/">XÃ LONG BÌNH</a></p><nav id="site-navigation"><ul>{MENU}</ul></nav></header>
<div id="content" class="site-content"><main id="main"><article id="post-12" class="post hentry"><header class="entry-header"><h1 class="entry-title">Kế hoạch chuyển đổi số năm 2026</h1>
<div class="entry-meta">Đăng bởi <a href="/author/admin">admin</a> ngày <time>12/01/2026</time></div></header><div class="entry-content">
<div class="sharedaddy"><h3>Chia sẻ bài viết này qua mạng xã hội của bạn bè và đồng nghiệp</h3></div>
{_paragraphs()}<figure class="wp-block-table"><table>{_table().split('<tbody>')[1]}</figure></div>
<footer class="entry-footer">Chuyên mục: <a href="/c">Văn bản</a></footer></article>
<nav class="post-navigation"><a href="/a">Bài trước: Lịch tiếp công dân tháng 01 năm 2026</a></nav>
<div id="comments" class="comments-area"><h2>Để lại bình luận</h2><ol><li><p>Tôi thấy kế hoạch này rất thiết thực, mong xã triển khai sớm cho bà con được nhờ.</p></li></ol></div></main>
<aside id="secondary" class="widget-area"><section class="widget"><h2>Bài viết mới</h2><ul>{RELATED}</ul></section></aside></div>
<footer id="colophon">Bản quyền © 2026 Xã Long Bình</footer></div></body></html>""",
    _WORDS, ("Giới thiệu", "Chia sẻ bài viết này", "Bài trước", "rất thiết thực", "Kế hoạch 12/KH-UBND về chuyển đổi số tỉnh năm 2025", "Bản quyền"),
)  # fmt: skip

TVPL_CONTENTS = Page(
    f"""<html><head><meta charset="utf-8"></head><body><div class="GridTop"><div class="menu"><ul>{MENU}</ul></div></div>
<div id="ctl00_mainlogin" class="popup"><p>Bạn Chưa Đăng Nhập Tài Khoản!</p><p>Vì chưa Đăng Nhập nên Bạn chỉ xem được Thuộc tính của văn bản và tải về bản gốc của nó.</p></div>
<div class="mucluc"><p>MỤC LỤC VĂN BẢN</p><ul><li><a href="#muc_1">I. MỤC ĐÍCH</a></li><li><a href="#muc_2">II. NHIỆM VỤ</a></li></ul></div>
<div id="tab1"><div class="fb-share"><span>Lưu trữ</span><span>Ghi chú</span><span>Ý kiến</span><span>Facebook</span><span>Email</span><span>In</span></div>
<div id="divContentDoc" class="contentDoc"><div class="cldivContentDocVn" id="idvn"><div class="content1"><div>
<table border="0" cellspacing="0"><tr><td><p align="center"><b>ỦY BAN NHÂN
DÂN<br>TỈNH LONG SƠN<br>-------</b></p></td><td><p align="center"><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>Độc lập - Tự do - Hạnh phúc<br>---------------</b></p></td></tr>
<tr><td><p align="center">Số: 21/KH-UBND</p></td><td><p align="right"><i>Long Sơn, ngày 12
tháng 01 năm 2026</i></p></td></tr></table>
{_paragraphs(form='<p><a name="muc_1"></a>{}</p>')}{_table('class="MsoNormalTable" border="1" cellspacing="0"')}
</div></div></div><div class="cldivContentDocEn" style="display:none"><p>Department of Home Affairs shall preside over the review of procedures.</p></div></div></div>
<div class="right-col"><p class="title">Văn bản cùng lĩnh vực</p><ul>{RELATED}</ul><p>Hỗ trợ pháp lý trực tuyến: quý khách hàng vui lòng gọi đến tổng đài của chúng tôi để được tư vấn.</p></div>
<div class="foot"><p>CÔNG TY VÍ DỤ, số 00 phố Mẫu, giấy phép thiết lập trang thông tin điện tử tổng hợp số 00/GP.</p></div></body></html>""",
    _WORDS, ("Giới thiệu", "Bạn Chưa Đăng Nhập Tài Khoản!", "MỤC LỤC VĂN BẢN", "Lưu trữ", "Facebook", "shall preside", "tổng đài của chúng tôi", "giấy phép thiết lập trang"),
)  # fmt: skip

SHAREPOINT = Page(
    f"""<html><head><meta charset="utf-8"></head><body><div id="s4-bodyContainer"><table class="ms-main" width="1000"><tr><td colspan="3"><div id="top-menu"><ul>{MENU}</ul></div></td></tr><tr>
<td class="left" valign="top"><table><tr><td><b>LIÊN KẾT</b></td></tr><tr><td><a href="/1">Sở Nội vụ</a></td></tr><tr><td><a href="/2">Sở Tài chính</a></td></tr><tr><td><a href="/3">UBND huyện Long Bình</a></td></tr></table></td>
<td class="center" valign="top"><div class="ms-rtestate-field"><div class="title-news">Kế hoạch chuyển đổi số năm 2026</div><div class="date-news">Thứ Hai, 12/01/2026, 10:15 [GMT+7]</div>
{_paragraphs(form="<div>&nbsp;&nbsp;&nbsp;{}</div>")}{_table('class="ms-rteTable-default" style="border:1px solid #000"')}<div>Nguồn: Văn phòng UBND tỉnh</div></div>
<div class="tool"><a href="#">In trang</a> <a href="#">Gửi email</a></div><div class="orther-news"><b>Tin đã đưa</b><ul>{RELATED}</ul></div></td>
<td class="right" valign="top"><div>THỐNG KÊ TRUY CẬP</div><div>Đang truy cập: 12</div><div>Tổng lượt truy cập: 1.234.567</div></td></tr>
<tr><td colspan="3"><div>Ghi rõ nguồn khi phát hành lại thông tin từ cổng thông tin điện tử của tỉnh Long Sơn.</div></td></tr></table></div></body></html>""",
    _WORDS, ("Giới thiệu", "UBND huyện Long Bình", "In trang", "Kế hoạch 12/KH-UBND về chuyển đổi số tỉnh năm 2025", "Đang truy cập: 12", "Ghi rõ nguồn khi phát hành lại"),
)  # fmt: skip

MORE_PAGES = {
    "vbpl": VBPL, "liferay": LIFERAY, "wordpress": WORDPRESS, "tvpl_contents": TVPL_CONTENTS, "sharepoint": SHAREPOINT,
}  # fmt: skip
