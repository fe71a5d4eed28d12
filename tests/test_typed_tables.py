"""Tables in typed text, aligned by spaces or parted by tabs."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from invariants import extracted

from extractors.document import Table
from pipeline.readers.docx import read_docx
from pipeline.readers.plain import read_text

SPACES = """
II. NHIỆM VỤ
Các đơn vị thực hiện nhiệm vụ theo bảng sau:

TT   Nội dung nhiệm vụ                  Đơn vị chủ trì      Thời hạn
1    Rà soát thủ tục hành chính         Sở Y tế             Quý I/2026
2    Xây dựng báo cáo tổng hợp          Sở Nội vụ           30/6/2026
     gửi Bộ Nội vụ

Trên đây là Kế hoạch, đề nghị các đơn vị thực hiện./.
"""
TABS = """
II. NHIỆM VỤ
TT\tNội dung nhiệm vụ\tĐơn vị chủ trì\tThời hạn
1\tRà soát thủ tục hành chính\tSở Y tế\tQuý I/2026
2\tXây dựng báo cáo tổng hợp gửi Bộ Nội vụ\tSở Nội vụ\t30/6/2026
Trên đây là Kế hoạch, đề nghị các đơn vị thực hiện./.
"""


@pytest.mark.parametrize("words", [SPACES, TABS])
def test_rows_of_typed_tables(tmp_path: Path, words: str) -> None:
    path = tmp_path / "kh.txt"
    path.write_text(words)
    document = read_text(path)
    assert [(t.rows, t.columns, t.ruled) for t in document.body if isinstance(t, Table)] == [(3, 4, False)]
    found = [(t.task.value, t.lead and t.lead.value[0].name, t.deadline and t.deadline.value.printed)
             for t in extracted(document).tasks]  # fmt: skip
    assert found == [
        ("Rà soát thủ tục hành chính", "Sở Y tế", "Quý I/2026"),
        ("Xây dựng báo cáo tổng hợp gửi Bộ Nội vụ", "Sở Nội vụ", "30/6/2026"),
    ]


def test_aligned_heads_of_a_document_are_no_table(tmp_path: Path) -> None:
    path = tmp_path / "kh.txt"
    path.write_text("UBND TỈNH A          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 1/KH-UBND       A, ngày 01/01/2026\n")
    assert not [item for item in read_text(path).body if isinstance(item, Table)]


def test_tabbed_paragraphs_of_a_word_file(tmp_path: Path) -> None:
    path = tmp_path / "kh.docx"
    made = docx.Document()
    for line in TABS.strip().splitlines():
        made.add_paragraph(line)
    made.save(str(path))
    (table,) = [item for item in read_docx(path).body if isinstance(item, Table)]
    assert (table.rows, table.columns, table.ruled) == (3, 4, False)
