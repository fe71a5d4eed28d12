"""Digital signatures: the number and date that a clerk's widgets print over the page, stamps, signing day and signers.

A digitally issued document leaves ``Số:      /KH-UBND`` and ``ngày   tháng   năm`` blank in its page text; the words
stand in the appearance streams of signature widgets. PDFium draws these into a page in memory (``FPDFPage_Flatten``),
with a depth limit of its own, so that a widget that nests without end does no harm.
"""

from __future__ import annotations

import ctypes
import re
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone

from cryptography import x509
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID

from extractors.document import Hints
from pipeline.readers.pdf_glyphs import PageFrame, Rectangle
from pipeline.readers.pdf_lines import main_size
from pipeline.readers.pdf_words import PageWord, TextLayer, read_words
from pipeline.readers.pdfium import PdfDocument, PdfPage, pdfium_c

_VIETNAM = timezone(timedelta(hours=7))
_SIGNED_AT = re.compile(r"D:(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?(?:(Z)|([+-])(\d\d)'?(\d\d)?)?")
_STAMP_START = re.compile(r"(?:ký (?:số )?bởi|người ký|được ký bởi)\b", re.IGNORECASE)
_STAMP_WORDS = re.compile(
    r"ký (?:số )?bởi|người ký|email|cơ quan\s*:|tổ chức\s*:|thời gian ký|ngày ký|giờ ký|\S@\S|"
    r"\d\d[./-]\d\d[./-]\d{4} \d\d:\d\d|[+-]\d\d:\d\d|signed by|date:",
    re.IGNORECASE,
)
_OVERPRINT = 0.8  # of the font size: how far above or below a figure the one that replaces it may stand
_LONGEST_FILLING = 40  # characters: a widget that fills a blank holds a number, a day, a name
_STAMP_WIDTH, _STAMP_HEIGHT = 260.0, 120.0  # points that a stamp printed into the page takes up at most
_NOTE_KINDS = frozenset({1, 3})  # FPDF_ANNOT_TEXT, FPDF_ANNOT_FREETEXT: notes of a reader, not of the issuer


@dataclass(frozen=True, slots=True)
class Annotated:
    """What annotations print on a page: ``fillings`` belong into its lines, ``stamps`` and ``notes`` stand apart.

    ``stamping``: numbers of the page's annotations that print the stamps.
    """

    fillings: tuple[PageWord, ...] = ()
    stamps: tuple[tuple[PageWord, ...], ...] = ()
    notes: tuple[tuple[PageWord, ...], ...] = ()
    stamping: frozenset[int] = frozenset()


def read_annotated(document: PdfDocument, index: int, page: PdfPage, own: TextLayer) -> Annotated:
    """The words that the annotations of page ``index`` (from 0) print; ``own``: the page's words without them.

    Changes the page in memory: everything else must have been read from it before.
    """
    places = _annotation_places(page, own.frame)
    if not places or pdfium_c.FPDFPage_Flatten(page, pdfium_c.FLAT_NORMALDISPLAY) != pdfium_c.FLATTEN_SUCCESS:
        return Annotated()
    flattened = document[index]
    try:
        words = _new_words(read_words(flattened, after=own).words, own.words)
    finally:
        flattened.close()
    groups: dict[int, list[PageWord]] = {}
    for word in words:
        number = _place_of(word, places)
        groups.setdefault(number, []).append(word)
    return _sort_groups(groups, {number: kind for number, (kind, _) in places.items()})


def split_overprinted(words: Sequence[PageWord], fillings: Sequence[PageWord]) -> tuple[list[PageWord], list[PageWord]]:
    """The page's words without the draft's figures that a clerk's figure is printed over, and these figures."""
    figures = [word for word in fillings if word.text.isdigit()]
    covered = [word for word in words if word.text.isdigit() and any(_covers(figure, word) for figure in figures)]
    return [word for word in words if word not in covered], covered


def split_printed_stamps(words: Sequence[PageWord]) -> tuple[list[PageWord], list[tuple[PageWord, ...]]]:
    """The words of a page without the signature stamps that were printed into it, and these stamps.

    Such a stamp is a run of small words in the order of the file: ``Ký bởi: ... Email: ... Thời gian ký: ...``.
    """
    body = main_size(words)
    stamps: list[tuple[PageWord, ...]] = []
    kept: list[PageWord] = []
    index = 0
    while index < len(words):
        run = _stamp_run(words, index) if words[index].size < 0.85 * body else ()
        if run:
            stamps.append(run)
            index += len(run)
        else:
            kept.append(words[index])
            index += 1
    return kept, stamps


def read_signature_hints(document: PdfDocument) -> Hints:
    """Day of the first signature (in Vietnam) and the names on the certificates, as the signatures state them."""
    days: list[date] = []
    names: list[str] = []
    for index in range(max(0, pdfium_c.FPDF_GetSignatureCount(document))):
        signature = pdfium_c.FPDF_GetSignatureObject(document, index)
        day = parse_signing_day(_bytes(pdfium_c.FPDFSignatureObj_GetTime, signature).rstrip(b"\0").decode("latin-1"))
        if day is not None:
            days.append(day)
        name = _signer(_bytes(pdfium_c.FPDFSignatureObj_GetContents, signature))
        if name and name not in names:
            names.append(name)
    return Hints(signed_on=min(days, default=None), signers=tuple(names))


def parse_signing_day(printed: str) -> date | None:
    """``D:20260714183740+07'00'`` → the day in Vietnam; None where it is no PDF date."""
    match = _SIGNED_AT.match(printed)
    if match is None:
        return None
    year, month, day, hour, minute, second, utc, sign, offset_hours, offset_minutes = match.groups()
    try:
        moment = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0))
    except ValueError:
        return None
    if not (utc or sign):
        return moment.date()
    offset = timedelta(hours=int(offset_hours or 0), minutes=int(offset_minutes or 0))
    there = timezone(-offset if sign == "-" else offset)
    return moment.replace(tzinfo=there).astimezone(_VIETNAM).date()


def remove_annotations(document: PdfDocument, index: int, numbers: Iterable[int]) -> None:
    """Takes the annotations ``numbers`` off page ``index`` (from 0) in memory, before its forms are asked for."""
    page = document[index]
    for number in sorted(numbers, reverse=True):
        pdfium_c.FPDFPage_RemoveAnnot(page, number)
    page.close()


def _annotation_places(page: PdfPage, frame: PageFrame) -> dict[int, tuple[int, Rectangle]]:
    """Kind and place of each annotation of a page, by its number."""
    places = {}
    rect = pdfium_c.FS_RECTF()
    for index in range(pdfium_c.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium_c.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        pdfium_c.FPDFAnnot_GetRect(annotation, rect)
        kind = pdfium_c.FPDFAnnot_GetSubtype(annotation)
        places[index] = kind, frame.rectangle(rect.left, rect.bottom, rect.right, rect.top)
        pdfium_c.FPDFPage_CloseAnnot(annotation)
    return places


def _new_words(all_words: Sequence[PageWord], own: Sequence[PageWord]) -> list[PageWord]:
    """``all_words`` without those that ``own`` has at the same place."""

    def key(word: PageWord) -> tuple[str, int, int]:
        return word.text, round(word.x0), round(word.baseline)

    left = Counter(key(word) for word in own)
    new = []
    for word in all_words:
        if left[key(word)] > 0:
            left[key(word)] -= 1
        else:
            new.append(word)
    return new


def _place_of(word: PageWord, places: Mapping[int, tuple[int, Rectangle]]) -> int:
    """The annotation in whose rectangle the word stands, else the nearest one."""

    def distance(number: int) -> float:
        x0, top, x1, bottom = places[number][1]
        return max(x0 - word.middle, word.middle - x1, 0.0) + max(
            top - word.height_middle, word.height_middle - bottom, 0.0
        )

    return min(places, key=distance)


def _sort_groups(groups: Mapping[int, list[PageWord]], kinds: Mapping[int, int]) -> Annotated:
    fillings: list[PageWord] = []
    stamps: list[tuple[PageWord, ...]] = []
    notes: list[tuple[PageWord, ...]] = []
    stamping: list[int] = []
    for number, words in groups.items():
        text = " ".join(word.text for word in words)
        if kinds[number] in _NOTE_KINDS:
            notes.append(tuple(words))
        elif _STAMP_WORDS.search(text) or len(text) > _LONGEST_FILLING:
            stamps.append(tuple(words))
            stamping.append(number)
        else:
            fillings.extend(replace(word, annotation=number, glued=False) for word in words)
    return Annotated(tuple(fillings), tuple(stamps), tuple(notes), frozenset(stamping))


def _covers(upper: PageWord, lower: PageWord) -> bool:
    shared = min(upper.x1, lower.x1) - max(upper.x0, lower.x0)
    near = abs(upper.baseline - lower.baseline) < _OVERPRINT * lower.size
    return near and shared > 0.4 * min(upper.x1 - upper.x0, lower.x1 - lower.x0)


def _stamp_run(words: Sequence[PageWord], start: int) -> tuple[PageWord, ...]:
    head = words[start]
    if not _STAMP_START.match(" ".join(word.text for word in words[start : start + 4])):
        return ()
    run = [head]
    for word in words[start + 1 :]:
        near = head.x0 - 3 <= word.x0 <= head.x0 + _STAMP_WIDTH and 0 <= word.top - head.top + 1 <= _STAMP_HEIGHT
        if not near or not 0.85 < word.size / head.size < 1.18:
            break
        run.append(word)
    cues = {match.group().lower() for match in _STAMP_WORDS.finditer(" ".join(word.text for word in run))}
    return tuple(run) if len(cues) >= 2 else ()


def _bytes(read: Callable[..., int], signature: object) -> bytes:
    """What one of PDFium's getters writes into a buffer of the size that it asks for."""
    length = read(signature, None, 0)
    if not length:
        return b""
    buffer = ctypes.create_string_buffer(length)
    read(signature, buffer, length)
    return buffer.raw


def _signer(contents: bytes) -> str | None:
    """The common name on the certificate of the signer, not of the authorities above it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # many offices' signatures are BER, which the library reads under protest
            certificates = pkcs7.load_der_pkcs7_certificates(_der(contents))
    except Exception:  # a broken signature is no reason not to read the text; the library raises many kinds
        return None
    issuers = {certificate.issuer for certificate in certificates if certificate.issuer != certificate.subject}
    own = [certificate for certificate in certificates if certificate.subject not in issuers]
    return _common_name(own[0]) if own else None


def _common_name(certificate: x509.Certificate) -> str | None:
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else None


def _der(contents: bytes) -> bytes:
    """``contents`` without the zeros that fill up the place of a signature: cut at the length its own head states."""
    if len(contents) < 2 or contents[1] < 0x80:
        return contents
    size = contents[1] & 0x7F
    return contents[: 2 + size + int.from_bytes(contents[2 : 2 + size], "big")] if size else contents
