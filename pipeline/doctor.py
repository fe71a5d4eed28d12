"""Which formats this machine can read, and what to install for the others.

A Python package counts as there when Python finds it, a program when it is on the search path (or where its installer
puts it); nothing is started.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec

from pipeline.archive_tools import find_tools, opens_rar
from pipeline.readers.conversion import find_office
from pipeline.recognition.engine import find_tessdata


@dataclass(frozen=True, slots=True)
class Check:
    """One row of the answer: ``format`` as an office user names it, whether it ``works`` here, and what it ``needs``.

    ``missing``: what of that is not on this machine, with the Vietnamese advice for ``debian`` (Ubuntu too) and
    ``windows``; empty where it works.
    """

    format: str
    works: bool
    needs: str
    missing: str = ""
    debian: str = ""
    windows: str = ""


@dataclass(frozen=True, slots=True)
class _Part:
    """Something that a format needs: its name, how to find it, and how to install it."""

    name: str
    is_there: Callable[[], bool]
    debian: str
    windows: str


def check_formats() -> list[Check]:
    """One row a format, in the order in which offices meet them."""
    known: dict[str, bool] = {}
    return [_check(name, ways, known) for name, ways in _FORMATS]


def _check(name: str, ways: Sequence[Sequence[_Part]], known: dict[str, bool]) -> Check:
    """``ways``: any one of them is enough, and needs all of its parts; the first is the one to install."""
    needs = " hoặc ".join(" + ".join(part.name for part in way) for way in ways)
    lacking = [[part for part in way if not _is_there(part, known)] for way in ways]
    if not all(lacking):
        return Check(name, True, needs)
    first = lacking[0]
    return Check(
        name,
        False,
        needs,
        ", ".join(part.name for part in first),
        "; ".join(dict.fromkeys(part.debian for part in first)),
        "; ".join(dict.fromkeys(part.windows for part in first)),
    )


def _is_there(part: _Part, known: dict[str, bool]) -> bool:
    if part.name not in known:
        known[part.name] = part.is_there()
    return known[part.name]


def _has_package(module: str) -> bool:
    return find_spec(module) is not None


def _package(name: str, module: str) -> _Part:
    advice = f"pip install {name}"
    return _Part(name, partial(_has_package, module), advice, advice)


_OFFICE = _Part(
    "LibreOffice",
    lambda: find_office() is not None,
    "apt install libreoffice-writer-nogui libreoffice-calc-nogui",
    "tải LibreOffice ở vi.libreoffice.org và cài đặt",
)
_VIETNAMESE = _Part(
    "ngôn ngữ vie của Tesseract",
    lambda: find_tessdata() is not None,
    "apt install tesseract-ocr-vie",
    "cài Tesseract (bản UB Mannheim) và chọn thêm ngôn ngữ Vietnamese, hoặc đặt TESSDATA_PREFIX là thư mục có tệp "
    "vie.traineddata",
)
_RECOGNITION = (_package("tesserocr", "tesserocr"), _package("opencv-python-headless", "cv2"), _VIETNAMESE)
_UNPACKING = ("apt install unar", "cài 7-Zip (7-zip.org), hoặc giải nén bằng tay rồi nhập thư mục")
_UNPACKER = _Part("7-Zip, unar hoặc bsdtar", lambda: bool(find_tools()), *_UNPACKING)
_RAR_UNPACKER = _Part("unar, bsdtar hoặc 7-Zip có RAR", lambda: opens_rar(), *_UNPACKING)
_WORD = _package("python-docx", "docx")
_FORMATS: tuple[tuple[str, tuple[tuple[_Part, ...], ...]], ...] = (
    ("PDF có lớp chữ", ((_package("pypdfium2", "pypdfium2"), _package("pikepdf", "pikepdf")),)),
    ("PDF quét, ảnh (PNG, JPEG, TIFF)", ((_package("pypdfium2", "pypdfium2"), *_RECOGNITION),)),
    ("Word (.docx)", ((_WORD,),)),
    ("Word 97-2003 (.doc)", ((_package("msdoc2docx", "doc2docx"), _WORD), (_OFFICE, _WORD))),
    (".rtf, .odt, XML của Word", ((_OFFICE, _WORD),)),
    ("Excel (.xlsx)", ((_package("openpyxl", "openpyxl"),),)),
    ("Excel 97-2003 (.xls)", ((_package("xlrd", "xlrd"),),)),
    (".ods, .xlsb, XML của Excel", ((_OFFICE, _package("openpyxl", "openpyxl")),)),
    ("Trang web (HTML)", ((_package("lxml", "lxml"),),)),
    ("Văn bản thuần, Markdown, phông TCVN3/VNI", ((),)),
    ("ZIP, thư (.eml)", ((),)),
    ("7z", ((_UNPACKER,),)),
    ("RAR", ((_RAR_UNPACKER,),)),
)
