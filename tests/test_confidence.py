"""How sure a record is, and what a person is told to look at."""

from __future__ import annotations

import re
from array import array
from dataclasses import replace
from importlib.resources import files

import pytest
import yaml
from factories import document, rows

from extractors.assemble import extract
from extractors.confidence import SUM, load_weights, log_share, record_confidence, share
from extractors.document import Box, WordBoxes
from extractors.records import Check, Task
from extractors.signs import JUDGED, find_signs

HEAD = "ỦY BAN NHÂN DÂN\nTỈNH HÀ GIANG\nKẾ HOẠCH\nCải cách hành chính năm 2026\nI. NHIỆM VỤ\n"
SURE = "1. Sở Nội vụ:\na) Rà soát, sửa đổi quy chế làm việc của các phòng, ban trước ngày 30/6/2026;\n"


def tasks_of(body: str) -> tuple[Task, ...]:
    return extract(document(HEAD + body)).tasks


def check_of(task: Task, field: str) -> Check:
    return next(check for check in task.checks if check.field == field)


def signs_of(body: str, field: str, place: int = -1) -> tuple[str, ...]:
    plan = document(HEAD + body)
    return find_signs(plan, extract(plan))[place][field]  # type: ignore[index]


@pytest.mark.parametrize(
    ("body", "field", "sign"),
    [
        ("- Rà soát quy chế.\n", "lead", "none"),
        (SURE + "b) Báo cáo định kỳ hằng quý gửi cho các\n", "task", "ends.open"),
        (SURE + "b) Báo cáo quý;\n", "task", "words.few"),
        (SURE + "b) Kiểm tra công vụ (lần thứ nhất tại các sở;\n", "task", "brackets"),
        (SURE + "b) Phối hợp kiểm tra công vụ tại các đơn vị;\n", "coordinating", "none.words"),
        (SURE + "b) Kiểm tra công vụ 02 lần tại các đơn vị;\n", "deadline", "none.figures"),
        (SURE + "b) Kiểm tra công vụ tại các đơn vị trước ngày 15/9;\n", "deadline", "year.assumed"),
        (SURE + "b) Ki?m tra c6ng vụ tạị các đơn v! trực thuôc;\n", "task", "syllables.bad"),
        ("1. Lĩnh vực do Sở Y tế quản lý\na) Rà soát hồ sơ của các bệnh viện;\n", "lead", "none.agency_above"),
        ("1. Trung tâm Thông tin Địa chất Vùng cao:\na) Rà soát hồ sơ của các mỏ đá;\n", "lead", "name.unlisted"),
    ],
)
def test_signs_of_doubt(body: str, field: str, sign: str) -> None:
    assert sign in signs_of(body, field)
    assert sign not in signs_of(SURE, field)


@pytest.mark.parametrize(("sure", "sign"), [(0.5, "recognised.poor"), (0.9, "recognised.doubted"), (0.97, None)])
def test_a_field_is_doubted_whose_words_were_recognised_badly(sure: float, sign: str | None) -> None:
    plan = document(HEAD + SURE)
    words = list(re.finditer(r"\S+", plan.text))
    doubts = array("f", [sure if word[0] in ("Nội", "vụ:") else 0.97 for word in words])
    starts, ends = array("l", [word.start() for word in words]), array("l", [word.end() for word in words])
    plan = replace(plan, words=WordBoxes(starts, ends, (Box(1, 0, 0, 0, 0),) * len(words), doubts))
    (signs,) = find_signs(plan, extract(plan))
    told = {field: [found for found in signs[field] if found.startswith("recognised.")] for field in JUDGED}
    assert told["lead"] == ([sign] if sign else [])
    assert told["task"] == []


def test_signs_of_a_row() -> None:
    plan = document(HEAD, rows("TT|Nhiệm vụ|Cơ quan chủ trì|Thời hạn", "1|Xây dựng đề án|Sở Y tế|Quý II"))
    (signs,) = find_signs(plan, extract(plan))
    assert {"place.row", "rule.row.task"} <= set(signs["task"])
    assert {"from.column", "rule.column.lead"} <= set(signs["lead"])


def test_a_doubtful_record_is_less_sure_than_a_plain_one_and_says_why() -> None:
    plain, doubtful = tasks_of(SURE + "b) Phối hợp kiểm tra công vụ tại các\n")
    assert doubtful.confidence < plain.confidence
    assert check_of(doubtful, "coordinating").reason == "Có chữ “phối hợp” nhưng không đọc được cơ quan phối hợp."
    assert [check.field for check in plain.checks] == list(JUDGED)


def test_the_fields_carry_their_own_confidence() -> None:
    (task,) = tasks_of(SURE)
    assert task.lead is not None and task.deadline is not None and task.coordinating is None
    assert task.lead.confidence == check_of(task, "lead").confidence
    assert task.deadline.confidence == check_of(task, "deadline").confidence
    assert 0 < check_of(task, "coordinating").confidence < 1  # that nobody helps is a reading too
    assert 0 < task.confidence < 1


def test_a_record_is_as_sure_as_its_fields() -> None:
    odds = dict.fromkeys(JUDGED, 5.0)
    whole = record_confidence(odds)
    for field in JUDGED:
        assert record_confidence(odds | {field: 0.0}) < record_confidence(odds | {field: 2.0}) < whole


@pytest.mark.parametrize(("odds", "expected"), [(0.0, 0.5), (40.0, 0.999), (-40.0, 0.001), (2.0, 0.881)])
def test_shares(odds: float, expected: float) -> None:
    assert share(odds) == expected
    assert log_share(0.0) == pytest.approx(-0.693, abs=0.001)


def test_every_reason_belongs_to_a_sign_that_the_code_knows() -> None:
    told = yaml.safe_load(files("extractors.authority").joinpath("doubts.yaml").read_text("utf-8"))
    source = files("extractors").joinpath("signs.py").read_text("utf-8")
    made = set(re.findall(r'"([a-z]+(?:\.[a-z_]+)*)"', source))
    prefixes = ("rule.", "place.", "issue.", "kind.", "from.", "name.")
    unknown = [sign for signs in told.values() for sign in signs if sign not in made and not sign.startswith(prefixes)]
    assert unknown == []
    assert set(told) == {"any", *JUDGED}


def test_the_weights_are_those_of_all_fields() -> None:
    weights = load_weights()
    assert set(weights) == {*JUDGED, "record"}
    assert weights["record"].signs.keys() == {SUM}
    assert weights["lead"].signs["none"] < 0 < weights["lead"].base
