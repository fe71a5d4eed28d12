"""Normalising to NFC with an offset map, and the keys by which words are compared."""

from __future__ import annotations

import unicodedata
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import text as text_module
from extractors.text import clean, compare_key, fold, normalise, place_tones, shadow

ACUTE, HOOK, CIRCUMFLEX, DOT = "\u0301", "\u0309", "\u0302", "\u0323"
LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyAĂÂĐÊÔƠƯàáảãạằắẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ0123456789"
ODD = (
    "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323\u00a0\u2003\u3000"
    "\u00ad\u200b\ufeff\uf0b7\uf02d\uf123\u2011Ðð\r\n\t\x07\x0b\u2028"
)
# Whatever a Vietnamese file may hold: letters whole and split, spaces, marks, bullets, broken pieces of each.
vietnamese = st.text(st.sampled_from(LETTERS + ODD + " .,;:-–+(“”)%/"), max_size=60)
anything = st.one_of(vietnamese, st.text(max_size=40))


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Kế hoạch", "Kế hoạch"),
        (unicodedata.normalize("NFD", "Kế hoạch phố Đường"), "Kế hoạch phố Đường"),
        (f"tiê{ACUTE}n", "tiến"),
        (f"tiê {ACUTE}n", "tiến"),  # a PDF that sets the mark as a glyph of its own
        (f"e{CIRCUMFLEX}{ACUTE}", "ế"),
        (f"o{DOT}{CIRCUMFLEX}", "ộ"),
        (f"1{ACUTE}", f"1{ACUTE}"),  # no letter to put it on: kept
        ("cải\u00adcách", "cảicách"),
        ("Sở\u200bNội\ufeff vụ", "SởNội vụ"),
        ("9.\u00a0\u00a090%\u3000hồ\u2003sơ", "9.  90% hồ sơ"),
        ("a\tb", "a b"),
        ("\uf0b7 Rà soát", "• Rà soát"),
        ("\uf02d Rà soát", "- Rà soát"),
        ("\uf0fc Rà soát", "✓ Rà soát"),
        ("\ue123 Rà soát", "• Rà soát"),  # a private sign of an unknown font at the head of an item is its bullet
        ("a\r\nb\rc\nd\u2028e\x0bf\x0cg", "a\nb\nc\nd\ne\nf\ng"),
        ("a\x07b", "ab"),
        ("ÐẮK LẮK", "ĐẮK LẮK"),
        ("Tài chính \u2011 Kế hoạch", "Tài chính - Kế hoạch"),
        ("ﬁ ² ½ …", "ﬁ ² ½ …"),  # NFC, never NFKC
        ("", ""),
    ],
)
def test_normalises(source: str, text: str) -> None:
    assert normalise(source).text == text


@pytest.mark.parametrize(
    ("source", "words", "printed"),
    [
        (f"Ke{CIRCUMFLEX}{ACUTE} hoạch số 5", "Kế", f"Ke{CIRCUMFLEX}{ACUTE}"),
        (f"tiê {ACUTE}n độ chung", "độ", "độ"),
        ("a\r\nSở Nội\u00advụ\u200b là", "Nộivụ", "Nội\u00advụ"),
        ("\uf0b7\u00a0Rà soát", "Rà soát", "Rà soát"),
    ],
)
def test_the_map_leads_back_to_the_printed_characters(source: str, words: str, printed: str) -> None:
    normal = normalise(source)
    start = normal.text.index(words)
    cut = source[normal.offsets[start] : normal.offsets[start + len(words)]]
    assert cut.rstrip("\u200b\u00ad") == printed


@given(anything, st.integers(0, 1000))
def test_the_map_has_one_entry_a_character_and_never_goes_back(source: str, base: int) -> None:
    normal = normalise(source, base)
    assert len(normal.offsets) == len(normal.text) + 1
    assert list(normal.offsets) == sorted(normal.offsets)
    assert normal.offsets[-1] == base + len(source)
    assert all(base <= place <= base + len(source) for place in normal.offsets)


@given(anything)
def test_the_result_is_settled(source: str) -> None:
    once = normalise(source).text
    assert unicodedata.is_normalized("NFC", once) or unicodedata.combining(once[0])
    assert not set(once) & text_module.DROPPED
    assert not set(once) & (text_module.LINE_ENDS - {"\n"})


@given(vietnamese)
def test_the_fast_path_says_what_the_slow_one_says(source: str) -> None:
    class Always:
        @staticmethod
        def search(_: str) -> bool:
            return True

    fast = normalise(source)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_module, "_NEEDS_CARE", Always)
        slow = normalise(source)
    assert fast == slow


def test_plain_text_keeps_its_places() -> None:
    assert normalise("Sở Nội vụ", 7).offsets == array("l", range(7, 17))


@given(anything)
def test_shadow_keeps_every_place(source: str) -> None:
    words = normalise(source).text
    assert len(shadow(words)) == len(words)


@given(anything)
def test_fold_is_idempotent(words: str) -> None:
    assert fold(fold(words)) == fold(words)


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("Sở  Nội\nvụ", "so noi vu"),
        ("ĐẮK LẮK", "dak lak"),
        ("Phấn đấu", fold("Phần đầu")),
        ("  ", ""),
    ],
)
def test_fold(words: str, key: str) -> None:
    assert fold(words) == key


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Uỷ ban", "Ủy ban", True),
        ("văn hoá", "Văn hóa", True),
        ("khoẻ", "khỏe", True),
        ("Tài chính – Kế hoạch", "Tài chính - Kế hoạch", True),
        ("Thống kê.", "thống kê", True),
        ("Phòng", "Phong", False),
        ("ban", "bàn", False),
        ("CCHC&PC", "CCHCPC", False),
    ],
)
def test_names_compare(one: str, other: str, same: bool) -> None:
    assert (compare_key(one) == compare_key(other)) is same


@pytest.mark.parametrize(("old", "new"), [("hoà", "hòa"), ("quý", "quý"), ("hoàn", "hoàn"), ("thuỷ", "thủy")])
def test_the_tone_moves_in_open_syllables_only(old: str, new: str) -> None:
    assert place_tones(old) == new


def test_clean() -> None:
    assert clean(" a\n\n b\tc ") == "a b c"
