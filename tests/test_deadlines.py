"""Deadlines: every form of time that administrative plans use, and what only looks like one."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.deadlines import (
    combine_deadlines,
    find_deadlines,
    has_deadline_words,
    is_ditto,
    is_whole_period,
    merge_own_and_block,
    parse_deadline,
    parse_deadline_spans,
)
from extractors.document import Span
from extractors.records import DateContext, Deadline
from extractors.relative_times import add_months, add_working_days, counts_from_issue
from extractors.text import clean

ISSUED = DateContext(issued_on=date(2026, 7, 14))
NOTHING = DateContext()


def value(words: str, context: DateContext = ISSUED) -> Deadline:
    """The deadline of a label or cell that stands in the middle of a document."""
    text = f"Thời hạn: {words}\n"
    found = parse_deadline(text, Span(10, 10 + len(words)), context)
    assert found is not None
    assert found.printed == clean(words)
    assert clean("\n".join(span.cut(text) for span in found.spans)) == found.printed
    return found


def running(words: str, context: DateContext = ISSUED) -> list[Deadline]:
    """The deadlines of a sentence that stands in the middle of a document."""
    text = f"1. Sở Nội vụ\n{words}\n2. Sở Tài chính"
    start = text.index(words)
    found = find_deadlines(text, Span(start, start + len(words)), context)
    for deadline in found:
        assert [clean(span.cut(text)) for span in deadline.spans] == [deadline.printed]
        assert has_deadline_words(words)
    return found


def facts(deadline: Deadline) -> tuple[str, str, str, str]:
    start, due = (day.isoformat() if day else "" for day in (deadline.start_on, deadline.due_on))
    return deadline.kind, start, due, deadline.recurrence or ""


@pytest.mark.parametrize(
    ("words", "kind", "start", "due"),
    [
        # a year
        ("Trong năm 2024", "range", "2024-01-01", "2024-12-31"),
        ("năm 2024", "range", "2024-01-01", "2024-12-31"),
        ("2025", "range", "2025-01-01", "2025-12-31"),
        ("cả năm", "range", "2026-01-01", "2026-12-31"),
        ("trong năm", "range", "2026-01-01", "2026-12-31"),
        ("2025 và những năm tiếp theo", "range", "2025-01-01", ""),
        # quarters
        ("Quý III/2024", "range", "2024-07-01", "2024-09-30"),
        ("quý III năm 2024", "range", "2024-07-01", "2024-09-30"),
        ("Q3/2024", "range", "2024-07-01", "2024-09-30"),
        ("Quý 3", "range", "2026-07-01", "2026-09-30"),
        ("Quý I", "range", "2026-01-01", "2026-03-31"),
        ("quí II năm 2025", "range", "2025-04-01", "2025-06-30"),
        ("Quý Ill/2026", "range", "2026-07-01", "2026-09-30"),
        ("Quý lV", "range", "2026-10-01", "2026-12-31"),
        ("Quý I, II/2024", "range", "2024-01-01", "2024-06-30"),
        ("Quý II-III/2024", "range", "2024-04-01", "2024-09-30"),
        ("Quý I và Quý II", "range", "2026-01-01", "2026-06-30"),
        ("Quý III/2026 đến Quý I/2027", "range", "2026-07-01", "2027-03-31"),
        # months
        ("tháng 6 năm 2024", "range", "2024-06-01", "2024-06-30"),
        ("tháng 6/2024", "range", "2024-06-01", "2024-06-30"),
        ("6/2024", "range", "2024-06-01", "2024-06-30"),
        ("T6/2024", "range", "2024-06-01", "2024-06-30"),
        ("Tháng \n 01/ 2026", "range", "2026-01-01", "2026-01-31"),
        ("tháng 2/2024", "range", "2024-02-01", "2024-02-29"),
        ("tháng 10, 11/2017", "range", "2017-10-01", "2017-11-30"),
        ("Từ tháng 1-4/2026", "range", "2026-01-01", "2026-04-30"),
        ("tháng 3 - tháng 6/2024", "range", "2024-03-01", "2024-06-30"),
        ("05/2025 - 12/2026", "range", "2025-05-01", "2026-12-31"),
        # days
        ("28/6-5/7/2026", "range", "2026-06-28", "2026-07-05"),
        ("28/12-5/1/2027", "range", "2026-12-28", "2027-01-05"),
        ("01/3/2018 – 05/3/2018", "range", "2018-03-01", "2018-03-05"),
        ("25-28/6/2026", "range", "2026-06-25", "2026-06-28"),
        ("từ ngày 1/3 đến ngày 15/4/2024", "range", "2024-03-01", "2024-04-15"),
        ("ngày 15/11/2024", "by", "", "2024-11-15"),
        ("15.11.2024", "by", "", "2024-11-15"),
        ("15-11-2024", "by", "", "2024-11-15"),
        ("ngày 15 tháng 11 năm 2024", "by", "", "2024-11-15"),
        ("ngày14 tháng7 năm 2026", "by", "", "2026-07-14"),
        ("31/03/2026", "by", "", "2026-03-31"),
        ("31/12/24", "by", "", "2024-12-31"),
        ("31/7", "by", "", "2026-07-31"),
        ("Dự kiến 10/7/2018", "by", "", "2018-07-10"),
        # before: the day itself, but the eve of a period
        ("trước ngày 15/11/2024", "by", "", "2024-11-15"),
        ("trước 15/11/2024", "by", "", "2024-11-15"),
        ("trước 15h00 ngày 15/6/2026", "by", "", "2026-06-15"),
        ("Hoàn thành đầu tư, lắp đặt và vận hành xong trước ngày 01/01/2030", "by", "", "2030-01-01"),
        ("trước tháng 6/2024", "by", "", "2024-05-31"),
        ("trước quý III/2024", "by", "", "2024-06-30"),
        ("trước năm 2025", "by", "", "2024-12-31"),
        # until the end
        ("đến hết ngày 30/6/2024", "by", "", "2024-06-30"),
        ("đến hết Quý III/2024", "by", "", "2024-09-30"),
        ("đến năm 2025", "by", "", "2025-12-31"),
        ("Đến 2030", "by", "", "2030-12-31"),
        ("Xong trong Quý II/2026", "by", "", "2026-06-30"),
        ("hoàn thành trong tháng 5/2026", "by", "", "2026-05-31"),
        ("chậm nhất ngày 31/3/2026", "by", "", "2026-03-31"),
        ("chậm nhất là ngày 31/3/2026", "by", "", "2026-03-31"),
        ("chậm nhất đến ngày 01 tháng 7 năm 2028", "by", "", "2028-07-01"),
        ("muộn nhất 31/3/2026", "by", "", "2026-03-31"),
        ("không quá ngày 30/6/2026", "by", "", "2026-06-30"),
        ("hạn cuối 15/8/2026", "by", "", "2026-08-15"),
        ("hạn chót 13/10/2017", "by", "", "2017-10-13"),
        # several years
        ("giai đoạn 2021-2025", "range", "2021-01-01", "2025-12-31"),
        ("giai đoạn 2022 - 2025", "range", "2022-01-01", "2025-12-31"),
        ("2021–2025", "range", "2021-01-01", "2025-12-31"),
        # from now on, parts of the year
        ("từ nay đến hết năm 2026", "range", "2026-07-14", "2026-12-31"),
        ("từ nay đến hết năm", "range", "2026-07-14", "2026-12-31"),
        ("đến cuối năm", "by", "", "2026-12-31"),
        ("6 tháng đầu năm", "range", "2026-01-01", "2026-06-30"),
        ("6 tháng cuối năm 2024", "range", "2024-07-01", "2024-12-31"),
        ("9 tháng", "range", "2026-01-01", "2026-09-30"),
        ("9 tháng đầu năm", "range", "2026-01-01", "2026-09-30"),
        ("đầu năm", "unresolved", "", ""),
        ("giữa quý III", "unresolved", "", ""),
        ("Tuần 2 tháng 6", "unresolved", "", ""),
        ("Sau mỗi đợt", "unresolved", "", ""),
        ("Theo kế hoạch của UBND tỉnh", "unresolved", "", ""),
        ("Theo tiến độ Trung ương", "unresolved", "", ""),
        ("Năm học 2025 - 2026", "unresolved", "", ""),
        ("Hoàn thành", "unresolved", "", ""),
        ("T9-T10/2026", "range", "2026-09-01", "2026-10-31"),
        ("01/2026-12/2026", "range", "2026-01-01", "2026-12-31"),
        ("Xong trước 30/9", "by", "", "2026-09-30"),
        ("trước ngày 30 tháng Sáu", "by", "", "2026-06-30"),
        ("chậm nhất ngày 15 tháng Mười một năm 2027", "by", "", "2027-11-15"),
        ("ngày 15 tháng Năm năm 2027", "by", "", "2027-05-15"),
        ("trước ngày 31 tháng Hai", "unresolved", "", ""),
        ("Từ 2027", "range", "2027-01-01", ""),
        ("cuối năm 2026", "unresolved", "", ""),
        ("Từ Quý I/2026", "range", "2026-01-01", ""),
        ("từ ngày 1/8/2026", "range", "2026-08-01", ""),
        ("Từ ngày ban hành Kế hoạch trở đi", "range", "2026-07-14", ""),
        # so many days from the issue of the plan (day 0), and from events without a day
        ("100 ngày kể từ ngày ban hành Kế hoạch", "relative", "2026-07-14", "2026-10-22"),
        ("hoàn thành trong 15 ngày kể từ ngày Kế hoạch được ban hành", "relative", "2026-07-14", "2026-07-29"),
        ("trong vòng 15 ngày làm việc kể từ ngày ký", "relative", "2026-07-14", "2026-08-04"),
        ("02 tháng kể từ ngày ban hành", "relative", "2026-07-14", "2026-09-14"),
        ("100 ngày", "relative", "", ""),  # the length of a procedure, unless the plan counts from its issue
        ("30 ngày kể từ ngày ban hành Quyết định số 12/QĐ-UBND", "relative", "", ""),
        ("kể từ ngày ban hành Quyết định số 12/QĐ-UBND", "relative", "", ""),
        ("7 ngày làm việc sau khi công bố kết quả", "relative", "", ""),
        ("45 ngày kể từ ngày nhận đủ hồ sơ", "relative", "", ""),
        ("≤ 20 ngày", "relative", "", ""),
        ("7 ngày làm việc", "relative", "", ""),
        ("18 tháng", "relative", "", ""),
        ("ngay sau khi Kế hoạch được ban hành", "relative", "", ""),
        ("sau khi hoàn thành sắp xếp", "relative", "", ""),
        ("khi có hướng dẫn của cấp trên", "relative", "", ""),
        ("Triển khai ngay", "relative", "", ""),
        # no day at all
        ("theo quy định", "unresolved", "", ""),
        ("theo tiến độ của từng nhiệm vụ", "unresolved", "", ""),
        ("theo kế hoạch", "unresolved", "", ""),
        ("trong thời gian tới", "unresolved", "", ""),
        ("sớm", "unresolved", "", ""),
        ("kịp thời", "unresolved", "", ""),
        ("khẩn trương", "unresolved", "", ""),
        ("thời gian sớm nhất", "unresolved", "", ""),
        ("năm học 2024-2025", "unresolved", "", ""),
        ("vụ Đông Xuân", "unresolved", "", ""),
        ("dịp Tết", "unresolved", "", ""),
        ("mùa mưa", "unresolved", "", ""),
        ("Theo từng mốc thời hạn dưới đây", "unresolved", "", ""),
        ("theo Kế hoạch số 38/KH-UBND ngày 26/01/2026", "unresolved", "", ""),
        ("không biết", "unresolved", "", ""),
        # impossible days stay as printed
        ("30/9/20219", "unresolved", "", ""),
        ("31/6", "unresolved", "", ""),
        ("29/2/2026", "unresolved", "", ""),
        ("tháng 13/2026", "unresolved", "", ""),
        # several milestones in one cell
        ("Quý I/2026 lựa chọn nhiệm vụ. Quý IV/2026 báo cáo", "range", "2026-01-01", "2026-12-31"),
        ("Quý I lựa chọn nhiệm vụ. Quý IV/2027 báo cáo", "range", "2027-01-01", "2027-12-31"),
        (
            "30/4/2026 (mô hình thử nghiệm). Vận hành ổn định trong năm 2026",
            "range",
            "2026-01-01",
            "2026-12-31",
        ),
        ("Quý I/2026 (Kế hoạch CĐS); Năm 2026 (theo từng hệ thống)", "range", "2026-01-01", "2026-12-31"),
        ("≥ 20 ngày Dự kiến 23/7/2018 – 14/8/2018", "range", "2018-07-23", "2018-08-14"),
        ("≤ 10 ngày | Dự kiến 10/7/2018", "by", "", "2018-07-10"),
    ],
)
def test_value_with_dates(words: str, kind: str, start: str, due: str) -> None:
    assert facts(value(words)) == (kind, start, due, "")


@pytest.mark.parametrize(
    ("words", "kind", "recurrence"),
    [
        ("Thường xuyên", "ongoing", "ongoing"),
        ("thường xuyên, liên tục", "ongoing", "ongoing"),
        ("hàng ngày thường xuyên", "ongoing", "ongoing"),
        ("hằng năm", "recurring", "annual"),
        ("hàng năm", "recurring", "annual"),
        ("mỗi năm", "recurring", "annual"),
        ("thường niên", "recurring", "annual"),
        ("hằng ngày", "recurring", "daily"),
        ("hàng tuần", "recurring", "weekly"),
        ("Thứ 5 hàng tuần", "recurring", "weekly"),
        ("hằng tháng", "recurring", "monthly"),
        ("mỗi tháng", "recurring", "monthly"),
        ("hàng quý", "recurring", "quarterly"),
        ("hàng quí", "recurring", "quarterly"),
        ("Hàng tuần, hàng tháng", "recurring", "weekly+monthly"),
        ("định kỳ", "recurring", "periodic"),
        ("Định kỳ hằng quý, 6 tháng, năm", "recurring", "quarterly+semiannual+annual"),
        ("báo cáo quý, 6 tháng và năm", "recurring", "quarterly+semiannual+annual"),
        ("báo cáo quý I, 6 tháng, 9 tháng (quý III) và năm", "recurring", "quarterly"),
        ("Định kỳ 02 tuần một lần (trước 16 giờ thứ Sáu)", "recurring", "biweekly"),
        ("01 lần/tuần", "recurring", "weekly"),
        ("2 lần/năm", "recurring", "semiannual"),
        ("06 tháng/lần", "recurring", "semiannual"),
        ("trước ngày 20 hằng tháng", "recurring", "monthly"),
        ("ngày 15 tháng cuối quý", "recurring", "quarterly"),
        ("trước 05/6 và 25/11 hằng năm", "recurring", "annual"),
        ("Tháng 12 hàng năm", "recurring", "annual"),
        (
            "báo cáo tháng trước ngày 15; báo cáo quý trước ngày 05 tháng cuối quý; 6 tháng trước 05/6; "
            "năm trước 25/11",
            "recurring",
            "monthly+quarterly+semiannual+annual",
        ),
        ("Thường xuyên, định kỳ báo cáo theo Quý", "recurring", "quarterly+ongoing"),
        ("6 tháng, năm", "recurring", "semiannual+annual"),
        ("Quý, năm.", "recurring", "quarterly+annual"),
        ("Quý; 6 tháng, 9 tháng và cả năm", "recurring", "quarterly+semiannual+annual"),
        ("Hằng tháng, quý", "recurring", "monthly+quarterly"),
        ("Tháng 3, 6, 9, 12 hằng năm", "recurring", "annual"),
        ("Ngày 25 hằng tháng", "recurring", "monthly"),
        ("theo yêu cầu", "unresolved", "adhoc"),
        ("theo chỉ đạo", "unresolved", "adhoc"),
        ("Theo thời điểm có nhu cầu", "unresolved", "adhoc"),
        ("khi phát sinh", "unresolved", "adhoc"),
        ("đột xuất", "unresolved", "adhoc"),
    ],
)
def test_value_with_recurrence(words: str, kind: str, recurrence: str) -> None:
    assert facts(value(words)) == (kind, "", "", recurrence)


@pytest.mark.parametrize(
    "words",
    ["Thường xuyên trong năm 2024", "Thực hiện thường xuyên (Trong năm 2024)", "thực hiện thường xuyên trong năm 2024"],
)
def test_ongoing_within_a_year(words: str) -> None:
    assert facts(value(words)) == ("ongoing", "2024-01-01", "2024-12-31", "ongoing")


@pytest.mark.parametrize("words", ["", "  ", "-", "–", "...", "…", "nt", "như trên", '-"-', "//", "“"])
def test_no_value(words: str) -> None:
    assert parse_deadline(words, Span(0, len(words)), ISSUED) is None


def test_ditto_is_not_emptiness() -> None:
    assert [is_ditto(words) for words in ("nt", '-"-', "như trên", "-", "", "Quý I")] == [True] * 3 + [False] * 3


def test_value_cut_by_a_page() -> None:
    text = "100 ngày kể từ\nTrang 8\nngày ban hành Kế hoạch"
    spans = (Span(0, 14), Span(text.index("ngày ban"), len(text)))
    found = parse_deadline_spans(text, spans, ISSUED)
    assert found is not None and found.spans == spans
    assert found.printed == "100 ngày kể từ ngày ban hành Kế hoạch"
    assert found.due_on == date(2026, 10, 22)


YEARS_IN_ORDER = [
    (DateContext(date(2024, 12, 20), 2025, 2025, 2023, date(2022, 1, 1)), 2023),
    (DateContext(date(2024, 12, 20), 2025, 2025, None, date(2022, 1, 1)), 2025),
    (DateContext(date(2024, 12, 20), published_on=date(2022, 1, 1)), 2024),
    (DateContext(issue_year=2023), 2023),
    (DateContext(published_on=date(2022, 1, 1)), 2022),
]


@pytest.mark.parametrize(("context", "year"), YEARS_IN_ORDER)
def test_missing_year_comes_from_the_nearest_place(context: DateContext, year: int) -> None:
    found = value("Quý II", context)
    assert facts(found) == ("range", f"{year}-04-01", f"{year}-06-30", "")
    assert found.assumed_year and found.confidence < 1


@pytest.mark.parametrize("words", ["Quý II", "trước ngày 15/11", "trong năm"])
@pytest.mark.parametrize("context", [DateContext(date(2021, 1, 5), 2021, 2025), NOTHING])
def test_year_that_nothing_tells_stays_open(words: str, context: DateContext) -> None:
    assert facts(value(words, context)) == ("unresolved", "", "", "")
    assert value(words, context).rule == "deadline.no_year"


def test_printed_year_is_not_assumed() -> None:
    assert not value("28/6-5/7/2026").assumed_year


@pytest.mark.parametrize(
    ("document", "counts"),
    [
        ("Thời hạn\n100 ngày kể từ ngày ban hành Kế hoạch\n2", True),
        ("hoàn thành trong 15 ngày kể từ ngày Kế hoạch được ban hành; báo cáo", True),
        ("30 ngày kể từ ngày ban hành", True),
        ("30 ngày kể từ ngày ban hành Quyết định số 12/QĐ-UBND", False),
        ("05 ngày kể từ ngày nhận đủ hồ sơ", False),
        ("Kế hoạch có hiệu lực kể từ ngày ký ban hành", False),
    ],
)
def test_days_alone_count_from_the_issue_where_the_plan_does(document: str, counts: bool) -> None:
    assert counts_from_issue(document) is counts
    found = parse_deadline("100 ngày", Span(0, 8), ISSUED, campaign=counts)
    assert found is not None
    assert facts(found)[1:3] == (("2026-07-14", "2026-10-22") if counts else ("", ""))


@pytest.mark.parametrize("words", ["100 ngày", "15 ngày kể từ ngày ban hành Kế hoạch", "Từ ngày ban hành Kế hoạch"])
def test_relative_without_day_of_issue_has_no_dates(words: str) -> None:
    assert facts(value(words, NOTHING))[1:] == ("", "", "")


@pytest.mark.parametrize(
    ("words", "printed", "kind", "start", "due", "recurrence", "rule"),
    [
        ("Hoàn thành và báo cáo UBND tỉnh trước ngày 08/02/2027.", "trước ngày 08/02/2027", "by", "", "2027-02-08", "",
         "before_day"),
        ("gửi về Văn phòng trước 15h00 ngày 15/8/2026 để tổng hợp", "trước 15h00 ngày 15/8/2026", "by", "",
         "2026-08-15", "", "before_day"),
        ("gửi Sở Nội vụ trước ngày 20/10 để tổng hợp", "trước ngày 20/10", "by", "", "2026-10-20", "", "before_day"),
        ("xử lý dứt điểm xong trong quý III năm 2026", "xong trong quý III năm 2026", "by", "", "2026-09-30", "",
         "until_quarter"),
        ("hoàn thành chậm nhất 01/7/2028", "chậm nhất 01/7/2028", "by", "", "2028-07-01", "", "until_day"),
        ("Họp Ban Chỉ đạo mở rộng (tháng 8/2026)", "tháng 8/2026", "range", "2026-08-01", "2026-08-31", "", "month"),
        ("Thành lập đoàn kiểm tra (tháng 10, 11/2026)", "tháng 10, 11/2026", "range", "2026-10-01", "2026-11-30", "",
         "range"),
        ("trình UBND tỉnh ban hành Kế hoạch trong tháng 8/2026", "trong tháng 8/2026", "range", "2026-08-01",
         "2026-08-31", "", "month"),
        ("Quý IV/2026: tổ chức nghiệm thu", "Quý IV/2026", "range", "2026-10-01", "2026-12-31", "", "quarter"),
        ("từ nay đến cuối năm 2026 tổ chức 02 đợt kiểm tra", "từ nay đến cuối năm 2026", "range", "2026-07-14",
         "2026-12-31", "", "from_now"),
        ("phấn đấu đến hết năm 2026 đạt 90%", "đến hết năm 2026", "by", "", "2026-12-31", "", "until_year"),
        ("nâng cao Chỉ số hài lòng trong năm 2026 đối với các tiêu chí", "trong năm 2026", "range", "2026-01-01",
         "2026-12-31", "", "in_year"),
        ("Về kiểm tra công tác cải cách hành chính trong năm phải đạt 30%", "trong năm", "range", "2026-01-01",
         "2026-12-31", "", "in_year"),
        ("ra quân từ 01/8 đến 30/9/2026 trên toàn tỉnh", "từ 01/8 đến 30/9/2026", "range", "2026-08-01", "2026-09-30",
         "", "range"),
        ("khắc phục xong trong tuần đầu tháng 8/2026", "xong trong tuần đầu tháng 8/2026", "unresolved", "", "", "",
         "week_of_month"),
        ("đề xuất thí điểm đến 31/12/2027 để đánh giá", "đến 31/12/2027", "by", "", "2027-12-31", "", "lasts_until"),
        ("hoàn thành trong 15 ngày kể từ ngày Kế hoạch được ban hành; số liệu",
         "trong 15 ngày kể từ ngày Kế hoạch được ban hành", "relative", "2026-07-14", "2026-07-29", "",
         "days_from_issue"),
        ("Hết thời hạn 100 ngày, Sở Nội vụ tổng hợp kết quả", "Hết thời hạn 100 ngày", "relative", "", "", "",
         "after_days"),
        ("bố trí ít nhất từ 02- 03 công chức trong thời gian tới", "trong thời gian tới", "unresolved", "", "", "",
         "vague"),
        ("Ký kết hợp đồng với các nhà thầu sau khi có kết quả", "sau khi có kết quả", "relative", "", "", "", "event"),
        ("Định kỳ hằng quý tổng hợp, báo cáo", "Định kỳ hằng quý", "recurring", "", "", "quarterly", "recurring"),
        ("Định kỳ 02 tuần một lần (trước 16 giờ thứ Sáu) các đơn vị báo cáo",
         "Định kỳ 02 tuần một lần (trước 16 giờ thứ Sáu)", "recurring", "", "", "biweekly", "recurring"),
        ("Các Sở định kỳ hàng năm (trước ngày 10/12) hoặc đột xuất báo cáo",
         "định kỳ hàng năm (trước ngày 10/12) hoặc đột xuất", "recurring", "", "", "annual+adhoc", "recurring"),
        ("báo cáo định kỳ (gồm các báo cáo quý, báo cáo 6 tháng và báo cáo năm về công tác",
         "định kỳ (gồm các báo cáo quý, báo cáo 6 tháng và báo cáo năm", "recurring", "", "",
         "quarterly+semiannual+annual", "recurring"),
        ("tổng kết chương trình dạy nghề hằng năm", "hằng năm", "recurring", "", "", "annual", "recurring"),
        ("xây dựng kế hoạch dạy nghề của trường hằng năm trình UBND xã", "hằng năm", "recurring", "", "", "annual",
         "recurring"),
        ("Hằng năm, trước ngày 15/12 báo cáo UBND tỉnh", "Hằng năm, trước ngày 15/12", "recurring", "", "", "annual",
         "recurring"),
        ("tham gia kiểm tra liên ngành định kỳ, đột xuất về an toàn", "định kỳ, đột xuất", "recurring", "", "",
         "periodic+adhoc", "adverb"),
        ("Thường xuyên phối hợp với chính quyền địa phương", "Thường xuyên", "ongoing", "", "", "ongoing", "adverb"),
        ("báo cáo trước ngày 31/6/2027", "trước ngày 31/6/2027", "unresolved", "", "", "", "impossible"),
    ],
)  # fmt: skip
def test_running_text(words: str, printed: str, kind: str, start: str, due: str, recurrence: str, rule: str) -> None:
    (found,) = running(words)
    assert found.printed == printed
    assert facts(found) == (kind, start, due, recurrence)
    assert found.rule == f"deadline.{rule}"


@pytest.mark.parametrize(
    "words",
    [
        "Tham mưu xây dựng kế hoạch đầu tư công năm 2027",
        "Nâng cao Chỉ số PAPI năm 2026",
        "Thực hiện Đề án chuyển đổi số giai đoạn 2026 - 2030",
        "Cập nhật Quy hoạch tỉnh thời kỳ 2021 - 2030, tầm nhìn đến năm 2050",
        "thực hiện Chương trình chuyển đổi số quốc gia đến năm 2030, định hướng đến năm 2035",
        "theo Quyết định số 1479/QĐ-TTg ngày 29/11/2022",
        "Nghị quyết số 57-NQ/TW, ngày 22/12/2024 của Bộ Chính trị",
        "ban hành kèm theo Quyết định số 41/2026/QĐ-UBND ngày 20/11/2026",
        "bố trí từ nguồn ngân sách nhà nước hằng năm",
        "lồng ghép trong chương trình, kế hoạch công tác hằng năm",
        "xây dựng kế hoạch dạy nghề và giới thiệu việc làm hằng năm của trung tâm",
        "đánh giá khả năng hoàn thành mục tiêu, chỉ tiêu hàng năm và giai đoạn",
        "xây dựng kế hoạch thực hiện chỉ tiêu giảm tỷ lệ phòng học tạm đến năm 2027",
        "Phấn đấu trung bình mỗi năm tổ chức đấu giá 05 mỏ",
        "mỗi năm tăng tối thiểu 20%",
        "đã sử dụng trong năm 2025, đề xuất số lượng",
        "hoàn thành trước ngày 30/6/2025",  # past at the day of issue
        "tính đến ngày 30/6/2027 còn 05 xã",
        "Luật có hiệu lực từ ngày 01/8/2026",
        "xếp thứ hạng từ 25 - 30/63, trong đó 1/3 số xã",
        "từ 1/3 đến 2/3 số xã đạt chuẩn",
        "tổng hợp số liệu từ 01/01/2026 đến 30/6/2026",
        "bảo vệ kho 24/24h",
        "kỷ niệm ngày doanh nhân Việt Nam (13/10)",
        "báo cáo 6 tháng đầu năm và cả năm",
        "bổ sung hồ sơ không quá 01 lần",
        "kịp thời phát hiện, khẩn trương rà soát, tiếp tục triển khai",
        "tăng cường kiểm tra đột xuất tại các xã",
        "khuyến khích tổ chức, cá nhân thường xuyên sử dụng dịch vụ công",
        "phong trào thi đua “Hoàn thành nông thôn mới đến năm 2030”",
    ],
)
def test_no_deadline_in_running_text(words: str) -> None:
    assert running(words) == []


def test_narrow_span_of_a_document() -> None:
    text = "trước ngày 01/9/2026. Sở Y tế báo cáo trước ngày 15/9/2026. trước ngày 30/9/2026"
    start, end = text.index("Sở Y tế"), text.index(" trước ngày 30")
    (found,) = find_deadlines(text, Span(start, end), ISSUED)
    assert found.spans[0].cut(text) == found.printed == "trước ngày 15/9/2026"


@pytest.mark.parametrize(
    ("words", "printed", "expected"),
    [
        # R20: "trong năm" and a topic's period count only alone
        ("cổ phần hóa trong năm 2026 đảm bảo khả thi. Báo cáo trước ngày 08/8/2026.", "trước ngày 08/8/2026",
         ("by", "", "2026-08-08", "")),
        ("hoàn thành trước 30/8/2026; đến năm 2030 đạt 100%", "trước 30/8/2026", ("by", "", "2026-08-30", "")),
        ("Hàng năm, chủ động tổ chức thanh tra đột xuất", "Hàng năm", ("recurring", "", "", "annual")),
        ("kiểm tra từ 01/8 đến 30/8 và từ 01/10 đến 31/10/2026", "từ 01/8 đến 30/8 | từ 01/10 đến 31/10/2026",
         ("range", "2026-08-01", "2026-10-31", "")),
        ("trong tháng 8/2026 khảo sát; xong trước ngày 30/11/2026", "trong tháng 8/2026 | xong trước ngày 30/11/2026",
         ("range", "2026-08-01", "2026-11-30", "")),
        ("Hằng tháng tổng hợp; hoàn thành trước ngày 31/12/2026", "Hằng tháng | trước ngày 31/12/2026",
         ("recurring", "", "2026-12-31", "monthly")),
    ],
)  # fmt: skip
def test_combine(words: str, printed: str, expected: tuple[str, str, str, str]) -> None:
    found = combine_deadlines(running(words))
    assert found is not None
    assert (found.printed, facts(found)) == (printed, expected)
    assert len(found.spans) == printed.count("|") + 1


def test_combine_nothing() -> None:
    assert combine_deadlines([]) is None


@pytest.mark.parametrize(
    ("own", "block", "printed", "expected"),
    [
        ("Hàng tuần, hàng tháng tổng hợp", "Thực hiện thường xuyên (Trong năm 2026)",
         "Hàng tuần, hàng tháng | Thực hiện thường xuyên (Trong năm 2026)",
         ("recurring", "2026-01-01", "2026-12-31", "weekly+monthly")),
        ("giải ngân vốn đầu tư công trong năm 2026", "Quý IV/2026", "Quý IV/2026",
         ("range", "2026-10-01", "2026-12-31", "")),
        ("Thường xuyên kiểm tra", "Trong năm 2026", "Trong năm 2026", ("range", "2026-01-01", "2026-12-31", "")),
        ("thí điểm đến 31/12/2027", "31/8/2026", "31/8/2026", ("by", "", "2026-08-31", "")),
        ("hoàn thành trước ngày 15/9/2026", "Thường xuyên", "trước ngày 15/9/2026", ("by", "", "2026-09-15", "")),
        ("báo cáo trong thời gian tới", "Hàng năm", "Hàng năm", ("recurring", "", "", "annual")),
        ("Hằng quý báo cáo", "Hàng năm", "Hằng quý", ("recurring", "", "", "quarterly")),
    ],
)  # fmt: skip
def test_own_words_beside_the_block(own: str, block: str, printed: str, expected: tuple[str, str, str, str]) -> None:
    merged = merge_own_and_block(combine_deadlines(running(own)), value(block))
    assert merged is not None
    assert (merged.printed, facts(merged)) == (printed, expected)


def test_cell_that_says_always_keeps_it_beside_a_heading() -> None:
    merged = merge_own_and_block(value("Thường xuyên"), value("Quý I năm 2027"))
    assert merged is not None
    assert facts(merged) == ("ongoing", "2027-01-01", "2027-03-31", "ongoing")


def test_merge_with_nothing() -> None:
    one = value("Quý I/2026")
    assert merge_own_and_block(None, one) == merge_own_and_block(one, None) == one
    assert merge_own_and_block(None, None) is None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2.1. Quý I năm 2017:", True),
        ("a) Trong tháng 6/2026", True),
        ("Nhiệm vụ Quý I năm 2017", False),
        ("2. Nội dung", False),
        ("1.5. 3/4", False),
    ],
)
def test_heading_that_is_a_period(words: str, expected: bool) -> None:
    assert is_whole_period(words) is expected


def test_working_days_skip_weekends_and_holidays() -> None:
    # 30/4 and 1/5/2026 are a Thursday and a Friday
    assert add_working_days(date(2026, 4, 29), 1) == date(2026, 5, 4)
    assert add_working_days(date(2026, 7, 17), 1) == date(2026, 7, 20)


def test_months_end_with_the_month() -> None:
    assert add_months(date(2026, 12, 31), 2) == date(2027, 2, 28)


DAYS = st.dates(date(2000, 1, 1), date(2049, 12, 31))


@given(DAYS, st.sampled_from(["{d}/{m}/{y}", "{d:02}/{m:02}/{y}", "{d}-{m}-{y}", "{d:02}.{m:02}.{y}",
                              "ngày {d} tháng {m} năm {y}", "ngày {d:02}/{m}/{y}", "{d} / {m} / {y}"]),
       st.sampled_from(["", "trước ", "đến hết ", "chậm nhất ", "Trước 17h00 ", "hoàn thành xong trước "]))  # fmt: skip
def test_every_day_is_read_back(day: date, form: str, cue: str) -> None:
    words = cue + form.format(d=day.day, m=day.month, y=day.year)
    assert facts(value(words, NOTHING)) == ("by", "", day.isoformat(), "")


@given(DAYS, DAYS, st.sampled_from(["{} - {}", "{}–{}", "từ ngày {} đến ngày {}", "Từ {} đến hết {}"]))
def test_every_range_is_read_back(a: date, b: date, form: str) -> None:
    first, last = sorted((a, b))
    words = form.format(*(f"{day.day:02}/{day.month}/{day.year}" for day in (first, last)))
    assert facts(value(words, NOTHING)) == ("range", first.isoformat(), last.isoformat(), "")


@given(st.integers(2000, 2049), st.integers(1, 12), st.sampled_from(["{m}/{y}", "tháng {m:02}/{y}", "T{m}/{y}"]))
def test_every_month_is_read_back(year: int, month: int, form: str) -> None:
    last = add_months(date(year, month, 1), 1).toordinal() - 1
    expected = ("range", f"{year}-{month:02}-01", date.fromordinal(last).isoformat(), "")
    assert facts(value(form.format(m=month, y=year), NOTHING)) == expected


ROMAN = ("I", "II", "III", "IV")


@given(st.integers(2000, 2049), st.integers(0, 3), st.integers(0, 3),
       st.sampled_from(["Quý {a} - {b}/{y}", "quý {a}, quý {b} năm {y}", "Từ Quý {a} đến Quý {b}/{y}"]))  # fmt: skip
def test_every_run_of_quarters_is_read_back(year: int, a: int, b: int, form: str) -> None:
    first, last = sorted((a, b))
    words = form.format(a=ROMAN[first], b=ROMAN[last], y=year)
    end = add_months(date(year, 3 * last + 1, 1), 3) - timedelta(1)
    assert facts(value(words, NOTHING)) == ("range", f"{year}-{3 * first + 1:02}-01", end.isoformat(), "")


@given(st.integers(2000, 2049), st.integers(0, 3),
       st.sampled_from(["Quý {q}/{y}", "quý {q} năm {y}", "Q{n}/{y}", "Quý {n}/{y}", "Quý {q} /{y}"]),
       st.sampled_from(["I", "l", "1", "|"]))  # fmt: skip
def test_every_quarter_is_read_back_also_as_scanned(year: int, quarter: int, form: str, stroke: str) -> None:
    words = form.format(q=ROMAN[quarter].replace("I", stroke), n=quarter + 1, y=year)
    last = add_months(date(year, 3 * quarter + 1, 1), 3).toordinal() - 1
    expected = ("range", f"{year}-{3 * quarter + 1:02}-01", date.fromordinal(last).isoformat(), "")
    if (stroke, quarter) == ("1", 1) and "{q}" in form:  # "11" may be II or III
        assert facts(value(words, NOTHING)) == ("unresolved", "", "", "")
    elif words != f"Q1/{year}":  # a lone 1 is read as a damaged I behind "Quý" only
        assert facts(value(words, NOTHING)) == expected


@given(
    st.integers(2000, 2039), st.integers(1, 10), st.sampled_from(["giai đoạn {}-{}", "{} – {}", "Từ năm {} đến năm {}"])
)
def test_every_run_of_years_is_read_back(year: int, more: int, form: str) -> None:
    words = form.format(year, year + more)
    assert facts(value(words, NOTHING)) == ("range", f"{year}-01-01", f"{year + more}-12-31", "")


@given(DAYS, st.lists(st.sampled_from([("0", "O"), ("1", "l"), ("1", "I"), ("0", "o")]), min_size=1, max_size=2))
def test_a_day_damaged_by_a_scanner_is_read_back_or_left_open(day: date, damages: list[tuple[str, str]]) -> None:
    words = f"trước ngày {day:%d/%m/}"
    for digit, letter in damages:
        words = words[:11] + words[11:].replace(digit, letter, 1)
    found = value(words + str(day.year), NOTHING)
    assert found.due_on in (day, None)
    if found.due_on is None:
        assert found.kind == "unresolved"


@given(st.integers(1, 12), st.integers(1, 31), st.integers(2000, 2049))
def test_a_day_that_no_calendar_holds_is_never_another_day(month: int, day: int, year: int) -> None:
    try:
        wanted: date | None = date(year, month, day)
    except ValueError:
        wanted = None
    assert value(f"trước ngày {day}/{month}/{year}", NOTHING).due_on == wanted


LETTERS = st.sampled_from(
    re.findall(
        r"\S+",
        "ngày tháng quý năm tuần trước đến hết từ kể trong hằng định kỳ thường xuyên sau khi ban hành xong thứ Sáu "
        "chậm nhất cuối đầu giữa nửa một hai mươi giai đoạn Kế hoạch báo cáo , ; ( ) . : -",
    )
)


@given(st.lists(LETTERS, max_size=14))
def test_words_without_digits_give_no_day_without_a_document(pieces: list[str]) -> None:
    words = " ".join(pieces)
    found = [*running(words, NOTHING)]
    parsed = parse_deadline(words, Span(0, len(words)), NOTHING)
    for deadline in [*found, *([parsed] if parsed else [])]:
        assert (deadline.start_on, deadline.due_on) == (None, None)


TIMES = st.sampled_from(["15", "31/12", "6/2026", "15/11/2026", "IV", "2027", "3O/9", "l5/1"])


@given(st.lists(st.one_of(LETTERS, TIMES), max_size=12))
def test_days_stand_in_the_words_or_in_the_document(pieces: list[str]) -> None:
    words = " ".join(pieces)
    parsed = parse_deadline(words, Span(0, len(words)), ISSUED)
    for deadline in [*running(words), *([parsed] if parsed else [])]:
        for day in (deadline.start_on, deadline.due_on):
            if day is None or day == ISSUED.issued_on:
                continue
            assert str(day.year) in words or deadline.assumed_year or deadline.kind == "relative"


@given(st.text("ngàytháurớcquýIVđếnhếtkểtừđịnhkỳ 0123456789/-.,;()\n", max_size=60))
def test_no_words_break_it(words: str) -> None:
    for found in running(words):
        assert found.start_on is None or found.due_on is None or found.start_on <= found.due_on
    parse_deadline(words, Span(0, len(words)), ISSUED)


SCHOOL_YEAR = DateContext(issued_on=date(2026, 8, 28), first_year=2026, last_year=2027, school_year=True)


@pytest.mark.parametrize(
    ("words", "start", "due"),
    [
        ("từ 31/8 đến 05/9", "2026-08-31", "2026-09-05"),
        ("từ 28/12 đến 05/01", "2026-12-28", "2027-01-05"),
        ("trước ngày 20/11", "", "2026-11-20"),
        ("Tháng 8", "2026-08-01", "2026-08-31"),
        ("Tháng 5", "2027-05-01", "2027-05-31"),
    ],
)
def test_day_without_year_of_a_school_year(words: str, start: str, due: str) -> None:
    assert facts(value(words, SCHOOL_YEAR))[1:3] == (start, due)


def test_two_years_that_are_no_school_year_leave_a_day_open() -> None:
    assert value("Tháng 5", replace(SCHOOL_YEAR, school_year=False)).due_on is None
    assert value("Tháng 5", replace(SCHOOL_YEAR, issued_on=date(2027, 1, 4))).due_on is None


def test_month_left_blank_is_no_month_of_may() -> None:
    assert not any(found.due_on for found in running("hoàn thành trước ngày 15 tháng năm 2026"))
