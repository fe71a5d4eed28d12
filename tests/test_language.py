"""The language tools: nothing they do may move or change a character."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from extractors.language import (
    PHRASES,
    build_language,
    find_phrases,
    load_language,
    read_stretch,
    segment,
    word_key,
    words_of,
)

TEXTS = [
    "Sở Nội vụ chủ trì, phối hợp với UBND xã Ea H'Leo.",
    "  Giao Sở NN&PTNT:\n- Rà soát 100% hồ sơ (12/2025);\t…",
    "Uỷ ban nhân dân tỉnh Hoà Bình – quý IV/2026",
    "",
    " \n",
]


@pytest.mark.parametrize("text", TEXTS)
def test_the_tokenizer_changes_nothing(text: str) -> None:
    assert load_language()(text).text == text


@pytest.mark.parametrize("text", TEXTS)
def test_words_stand_where_they_say(text: str) -> None:
    for word in words_of(text):
        assert text[word.start : word.end] == word.text


def test_phrases_of_any_kind() -> None:
    language = build_language({"label": ["Thời hạn", "Đơn vị chủ trì"], "verb": ["rà soát"]})
    doc = language("THỜI HẠN: quý I; rà\nsoát")
    assert [(span.label_, span.text) for span in doc.spans[PHRASES]] == [("label", "THỜI HẠN"), ("verb", "rà\nsoát")]


def test_a_name_over_a_line_end_and_old_spelling() -> None:
    text = "giao Sở Văn hoá, Thể\nthao và Du lịch;"
    start = text.index("Sở")
    longest = max((p for p in find_phrases(text) if p.kind == "agency"), key=lambda p: p.end - p.start)
    assert (longest.start, longest.end) == (start, len(text) - 1)
    words = words_of(text)
    assert (words[longest.first].start, words[longest.last - 1].end) == (start, len(text) - 1)


def test_a_stretch_has_its_own_words_and_the_phrases_wholly_inside_it() -> None:
    text = "UBND tỉnh giao Sở Nội vụ, Sở Y tế"
    first, stop = text.index("Sở Nội"), text.index("Sở Y") + len("Sở Y")
    found = read_stretch(text, first, stop + 1)  # the next word is cut
    assert [word.text for word in found.words] == ["Sở", "Nội", "vụ", ",", "Sở", "Y"]
    agencies = [p for listed in found.phrases.values() for p in listed if p.kind == "agency"]
    assert {text[p.start : p.end] for p in agencies} == {"Sở Nội vụ"}
    assert all(found.words[p.first].start == p.start and found.words[p.last - 1].end == p.end for p in agencies)


def test_word_key() -> None:
    assert word_key("Uỷ") == word_key("ủy")
    assert word_key("–") == "-"
    assert word_key("quý") == "quý"


@pytest.mark.parametrize("text", ["Sở Nội vụ  hướng dẫn\ncông tác hoà giải.", "Đẩy mạnh “5 biết”, thuỷ lợi…", ""])
def test_segments_keep_their_places(text: str) -> None:
    """underthesea writes "hòa" for "hoà" and one space for each gap; the tokens hold what is printed."""
    tokens = segment(text)
    assert all(text[token.start : token.end] == token.text for token in tokens)
    assert "".join("".join(token.text.split()) for token in tokens) == "".join(text.split())


def test_parts_of_speech() -> None:
    tokens = segment("Ủy ban nhân dân tỉnh ban hành kế hoạch")
    assert [(token.text, token.pos) for token in tokens][-2:] == [("ban hành", "V"), ("kế hoạch", "N")]


def test_threads_may_call_it_first() -> None:
    """underthesea's models crash when several threads load them at once; the first call holds a lock."""
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(segment, ["Rà soát hồ sơ"] * 16))
    assert all(result == results[0] and result for result in results)
