"""The house rules that a machine can check: directions of imports, sizes, the lock, and the commands in the docs."""

from __future__ import annotations

import ast
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = ("extractors", "pipeline", "flows")
MODULES = sorted(path for floor in FLOORS for path in (ROOT / floor).rglob("*.py"))
MOST_LINES, MOST_FUNCTION_LINES = 450, 55
# What the extractors may use besides the standard library and each other.
EXTRACTORS_MAY_IMPORT = {"spacy", "underthesea", "yaml", "rapidfuzz", "holidays"}
NO_INPUT_OUTPUT = {"sqlite3", "subprocess", "socket", "urllib", "http", "tempfile", "shutil", "multiprocessing"}
DOCS = [path for path in (ROOT / "README.md", ROOT / "corpus" / "README.md") if path.exists()]
BIN = Path(sys.executable).parent


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


def functions(tree: ast.AST) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.name, (node.end_lineno or 0) - node.lineno + 1


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_can_be_read_at_a_glance(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert source.count("\n") <= MOST_LINES
    long = {name: lines for name, lines in functions(ast.parse(source)) if lines > MOST_FUNCTION_LINES}
    assert not long


def test_imports_point_downwards_only() -> None:
    checked = subprocess.run([BIN / "lint-imports", "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout


def test_the_extractors_import_their_few_libraries_only() -> None:
    allowed = EXTRACTORS_MAY_IMPORT | {"extractors"} | (set(sys.stdlib_module_names) - NO_INPUT_OUTPUT)
    strangers = {
        (path.name, name)
        for path in (ROOT / "extractors").rglob("*.py")
        for name in imported(ast.parse(path.read_text(encoding="utf-8")))
        if name not in allowed
    }
    assert not strangers


def test_the_lock_has_hashes_and_names_no_index() -> None:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if re.match(r"[a-z0-9]", line, re.IGNORECASE)]
    assert all(re.match(r"[\w.-]+(\[[\w, -]+\])?==\S+", pin) and pin.endswith("\\") for pin in pins)
    assert sum("--hash=sha256:" in line for line in lines) >= len(pins)
    assert not [line for line in lines if "://" in line or "index-url" in line or "find-links" in line]


def test_every_dependency_is_in_the_lock() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = {re.split(r"[\s\[<>=!~]", line, maxsplit=1)[0].lower() for line in wanted}
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8").lower()
    assert names <= set(re.findall(r"^([\w.-]+)(?:\[.*\])?==", lock, re.MULTILINE))


def commands(path: Path) -> list[list[str]]:
    """The commands in the shell blocks of a page that are ours to keep running, in their order, as words."""
    text = path.read_text(encoding="utf-8")
    blocks = re.findall(r"^```(?:sh|bash|console)\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    lines = (line.strip().removeprefix("$ ") for line in "\n".join(blocks).replace("\\\n", " ").splitlines())
    found = (shlex.split(line.removeprefix(".venv/bin/"), comments=True) for line in lines)
    return [words for words in found if words and words[0] in ("kehoach", "sqlite-utils", "datasette")]


def for_a_test(words: list[str], folder: Path) -> list[str]:
    """The same command where it would go on for ever: a nightly run once, one page of Datasette."""
    match words[0], words[1]:
        case "kehoach", "nightly":
            words = [*words, "--once"]
        case "datasette", _:
            words = [*words, "--get", "/tasks/task_table.json"]
    return [str(folder) if word.startswith("/srv/") else word for word in words]


@pytest.mark.parametrize("page", DOCS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_in_the_docs_runs(page: Path, tmp_path: Path) -> None:
    """In a folder that holds the corpus, and plans under the names that the pages use."""
    (tmp_path / "corpus").symlink_to(ROOT / "corpus")
    plans = tmp_path / "Kế hoạch 2026"
    plans.mkdir()
    for source in sorted((ROOT / "corpus" / "sources").glob("*.pdf"))[:2]:
        shutil.copy(source, plans)
        shutil.copy(source, tmp_path / "ke-hoach.pdf")
    for words in commands(page):
        name, *arguments = for_a_test(words, plans)
        done = subprocess.run([BIN / name, *arguments], cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0, f"{shlex.join(words)}\n{done.stdout}\n{done.stderr}"
