"""The communes and districts of 30/06/2025 and the communes since: which old unit became which new ones.

From the mapping that underthesea carries (``address/data/mapping.json``: 10,602 old → new records), by exact names.
Its ``convert_address`` is never called: it answers ``thành phố Quảng Ngãi`` with ``Đặc khu Lý Sơn``, and success. The
file is read when it is first asked, as a rule never: only documents of or about districts and communes need it.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from extractors.provinces import TWO_LEVELS, Place, province_named, province_place
from extractors.syllables import is_of_another_language, is_syllable
from extractors.text import fold, place_tones

_log = logging.getLogger(__name__)
_KINDS = ("thành phố", "thị xã", "thị trấn", "đặc khu", "tỉnh", "huyện", "quận", "phường", "xã")
_KIND = re.compile(rf"(?i)({'|'.join(_KINDS)}) ")
_SIGNS = re.compile(r"[\W_]+")
# Of several new communes the mapping names the one that an old commune's seat, or most of it, went to.
_DEFAULT_WEIGHT = 2.0


@dataclass(slots=True)
class _Mapping:
    """Units by key, and what each became; the dictionaries keep the order of the mapping."""

    old: dict[str, list[Place]] = field(default_factory=dict)
    districts: dict[str, list[Place]] = field(default_factory=dict)
    new: dict[str, list[Place]] = field(default_factory=dict)
    became: dict[Place, list[tuple[Place, float]]] = field(default_factory=dict)
    provinces: dict[str, str] = field(default_factory=dict)
    unnamed_old: set[str] = field(default_factory=set)
    unnamed_new: set[str] = field(default_factory=set)


def communes_named(place: Place, on: date | None) -> tuple[Place, ...]:
    """The communes of that kind and name on a day, each with what it lies in; without a day only where the name was
    borne in one of the two times alone."""
    old, new = _named(_mapping().old, place), _named(_mapping().new, place)
    if on is None:
        return () if old and new else old or new
    return old if on < TWO_LEVELS else new


def districts_named(place: Place) -> tuple[Place, ...]:
    """The districts (until 30/06/2025) of that kind and name, each with its province."""
    return _named(_mapping().districts, place)


def _named(units: dict[str, list[Place]], place: Place) -> tuple[Place, ...]:
    """Exact names; those of other languages ("Ea Rál", "Ea Ral") also where only the diacritics differ."""
    found = units.get(_key(str(place)))
    if found is None and any(is_of_another_language(word) for word in re.split(r"[\W_]+", place.name) if word):
        plain = fold(_key(str(place)))
        found = [unit for key, listed in units.items() if fold(key) == plain for unit in listed]
    return tuple(found or ())


def became(place: Place) -> tuple[tuple[Place, float], ...]:
    """The new communes that an old commune or a district became or was divided into, with their weights (sum 1)."""
    found = _mapping().became.get(place, ())
    total = sum(weight for _, weight in found)
    return tuple((unit, weight / total) for unit, weight in found)


def units_of(province: Place, level: str, on: date) -> tuple[Place, ...]:
    """The districts or communes of a province on a day; () for districts since 01/07/2025."""
    mapping = _mapping()
    if level == "district":
        kinds = mapping.districts if on < TWO_LEVELS else {}
    else:
        kinds = mapping.old if on < TWO_LEVELS else mapping.new
    return tuple(
        unit
        for units in kinds.values()
        for unit in units
        if (home := unit.at("province")) is not None and home.name == province.name
    )


def mapped_provinces() -> dict[str, str]:
    """Old province → new one, as the mapping has them: what ``provinces.tsv`` is checked with."""
    return dict(_mapping().provinces)


def counts() -> dict[str, int]:
    """How many units the mapping knows, and how many bear no name that can be told from its keys."""
    mapping = _mapping()
    sizes = {name: sum(map(len, getattr(mapping, name).values())) for name in ("districts", "old", "new")}
    return sizes | {"unnamed_old": len(mapping.unnamed_old), "unnamed_new": len(mapping.unnamed_new)}


@lru_cache(maxsize=20_000)
def _syllable(word: str) -> str:
    return _SIGNS.sub("", place_tones(word))


def _key(name: str) -> str:
    """``Xã Hoà Lộc`` → ``xãhòalộc``, the form of the mapping's own keys where these keep the diacritics."""
    return "".join(_syllable(word) for word in name.lower().split())


@cache
def _mapping() -> _Mapping:
    try:
        return _parse(_read())
    except (ImportError, OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        # Another version of the package: nothing is known of units, and `kehoach agencies --check` says so.
        _log.warning("underthesea's mapping of administrative units cannot be read: %r", error)
        return _Mapping()


def _parse(data: dict[str, Any]) -> _Mapping:
    found = _Mapping()
    provinces = {name: _province(name) for name in _province_names(data)}
    for old, new in data["province_mapping"].items():
        before, after = data["old_province_names"][old]["name"], data["province_names"][new]["name"]
        found.provinces[provinces[before].name] = provinces[after].name
    names = _Names(data["ward_mapping"])
    districts, olds, news = _Units(), _Units(), _Units()
    links: dict[tuple[int, int], tuple[Place, Place, float]] = {}
    for record in data["ward_mapping"]:
        district = districts.get(record["old_district"], "district", provinces[record["old_province"]])
        label = names.spelled(record["new_ward"], record["new_ward_key"])
        if label is None:
            found.unnamed_new.add(record["new_ward_key"])
            continue
        new = news.get(label, "commune", provinces[record["new_province"]])
        links.setdefault((id(district), id(new)), (district, new, 1.0))
        old_label = names.spelled(record["old_ward"], record["old_ward_key"])
        if old_label is not None:
            old_unit = olds.get(old_label, "commune", district)
            weight = _DEFAULT_WEIGHT if record.get("is_default") else 1.0
            links.setdefault((id(old_unit), id(new)), (old_unit, new, weight))
        elif record["old_ward_key"]:
            found.unnamed_old.add(record["old_ward_key"])
    for unit, new, weight in links.values():
        found.became.setdefault(unit, []).append((new, weight))
    found.old, found.districts, found.new = olds.by_key(), districts.by_key(), news.by_key()
    return found


class _Units:
    """Each unit made once, by its label and the place that it lies in."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, int], Place] = {}

    def get(self, label: str, level: str, within: Place) -> Place:
        """The unit with this label in that place."""
        found = self._made.get((label, id(within)))
        if found is None:
            kind, name = _split(label)
            found = self._made[label, id(within)] = Place(kind, name, level, within)
        return found

    def by_key(self) -> dict[str, list[Place]]:
        """The units by the key of their kind and name."""
        found: dict[str, list[Place]] = {}
        for (label, _), unit in self._made.items():
            found.setdefault(_key(label), []).append(unit)
        return found


def _read() -> dict[str, Any]:
    spec = find_spec("underthesea")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("underthesea")
    path = Path(spec.submodule_search_locations[0]) / "address" / "data" / "mapping.json"
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


def _province_names(data: dict[str, Any]) -> Iterator[str]:
    for names in (data["old_province_names"], data["province_names"]):
        yield from (entry["name"] for entry in names.values())


def _province(label: str) -> Place:
    kind, name = _split(label)
    listed = province_named(name)
    place = province_place(listed) if listed else None
    return place or Place(kind, name, "province")


def _split(label: str) -> tuple[str, str]:
    found = _KIND.match(label)
    return (found.group(1).lower(), label[found.end() :]) if found else ("", label)


class _Names:
    """Names of the 65 units that the mapping knows by a key alone (``xãcẩmgiang``): those whose keys would be the same
    without diacritics. Spelled as another unit of that name is, else by the one way to part the key into syllables."""

    def __init__(self, records: list[dict[str, Any]]) -> None:
        pairs = [(r["old_ward"], r["old_ward_key"]) for r in records] + [
            (r["new_ward"], r["new_ward_key"]) for r in records
        ]
        wanted = {_rest(key) for label, key in pairs if not label and key}
        names = {_split(label)[1] for label in {label for label, _ in pairs if label}}
        self._known = {key: name for name in names if (key := name.lower().replace(" ", "")) in wanted}

    def spelled(self, label: str, key: str) -> str | None:
        """``label`` itself, or the label behind a key; None where there is none or it is in doubt."""
        if label or not key:
            return label or None
        rest = _rest(key)
        kind = next((kind for kind in _KINDS if _key(kind) + rest == key), "")
        name = self._known.get(rest) or _parted(rest)
        return f"{kind.capitalize()} {name}" if kind and name else None


def _rest(key: str) -> str:
    """The key without its kind."""
    return next((key[len(_key(kind)) :] for kind in _KINDS if key.startswith(_key(kind))), key)


def _parted(key: str) -> str | None:
    """The name behind ``lộcthạnh``: the one way to part it into two written syllables; None where there are several."""
    ways = [(key[:end], key[end:]) for end in range(2, len(key) - 1)]
    ways = [way for way in ways if all(is_syllable(part) for part in way)]
    return " ".join(ways[0]).title() if len(ways) == 1 else None
