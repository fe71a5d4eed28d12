"""What ``kehoach doctor`` says of a machine with and without the programs."""

from __future__ import annotations

import shutil

import pytest

from pipeline import doctor
from pipeline.doctor import Check, check_formats


def rows(
    monkeypatch: pytest.MonkeyPatch, *, programs: set[str] = frozenset(), office: bool = False
) -> dict[str, Check]:
    monkeypatch.setattr(shutil, "which", lambda name: f"/bin/{name}" if name in programs else None)
    monkeypatch.setattr(doctor, "find_tools", lambda: [name for name in ("7z", "unar") if name in programs])
    monkeypatch.setattr(doctor, "opens_rar", lambda: "unar" in programs)
    monkeypatch.setattr(doctor, "find_office", lambda: "/bin/soffice" if office else None)
    return {check.format: check for check in check_formats()}


def test_a_bare_machine_reads_the_digital_formats_and_names_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    found = rows(monkeypatch)

    assert all(found[name].works for name in ("PDF có lớp chữ", "Word (.docx)", "Word 97-2003 (.doc)", "Excel (.xlsx)"))
    assert "libreoffice-writer-nogui" in found[".rtf, .odt, XML của Word"].debian
    assert "apt install unar" in found["RAR"].debian and "7-Zip" in found["7z"].windows


def test_one_way_of_two_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "find_spec", lambda module: None if module == "doc2docx" else object())

    assert not rows(monkeypatch)["Word 97-2003 (.doc)"].works
    assert rows(monkeypatch)["Word 97-2003 (.doc)"].missing == "msdoc2docx"
    assert rows(monkeypatch, office=True)["Word 97-2003 (.doc)"].works


def test_scans_need_the_language_data_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "find_tessdata", lambda: None)
    scans = rows(monkeypatch)["PDF quét, ảnh (PNG, JPEG, TIFF)"]
    assert not scans.works and scans.missing == "ngôn ngữ vie của Tesseract"
    assert "tesseract-ocr-vie" in scans.debian and "Tesseract" in scans.windows

    monkeypatch.setattr(doctor, "find_tessdata", lambda: object())
    assert rows(monkeypatch)["PDF quét, ảnh (PNG, JPEG, TIFF)"].works


def test_a_7z_without_rar_opens_7z_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [rows(monkeypatch, programs=frozenset({"7z"}))[name].works for name in ("7z", "RAR")] == [True, False]
    assert [rows(monkeypatch, programs=frozenset({"unar"}))[name].works for name in ("7z", "RAR")] == [True, True]


def test_working_formats_need_no_advice(monkeypatch: pytest.MonkeyPatch) -> None:
    for check in rows(monkeypatch).values():
        assert check.works == (not check.missing) == (not check.debian) == (not check.windows)
