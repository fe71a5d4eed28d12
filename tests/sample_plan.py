"""A small plan that the tests of the outer floors read: two tasks, one deadline, one coordinating agency."""

PLAN = """ỦY BAN NHÂN DÂN
TỈNH HÀ GIANG
Số: 185/KH-UBND
Hà Giang, ngày 11 tháng 7 năm 2022

KẾ HOẠCH
Nâng cao Chỉ số cải cách hành chính năm 2022

I. MỤC ĐÍCH
1. Nâng cao chất lượng phục vụ người dân.

II. TỔ CHỨC THỰC HIỆN
1. Sở Nội vụ:
- Chủ trì, phối hợp với Sở Tài chính tham mưu Ủy ban nhân dân tỉnh kiểm tra công vụ trước ngày 15/12/2022.
- Tổng hợp, báo cáo kết quả hằng quý.
"""
