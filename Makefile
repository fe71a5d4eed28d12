# `make demo` and `make test` need CPython 3.11, git, make and a package index; they set up everything else.
PYTHON ?= $(shell command -v python3.11 || command -v python3 || command -v python)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DEMO := build/demo.db
BASELINE := corpus/baseline/scores.json

.PHONY: help setup demo test check scores baseline confidence lines lock picture benchmark clean
.DEFAULT_GOAL := help

help:
	@echo "make demo       read the sample plans into $(DEMO) and ask a few questions"
	@echo "make test       lint, types, import directions, tests, and scores against the baseline"
	@echo "make baseline   accept the present scores as the new baseline"
	@echo "make confidence learn anew from gold how sure each reading is (after a change of rules)"
	@echo "make lines      learn anew which lines are no task"
	@echo "make lock       resolve the dependencies anew into requirements.lock"
	@echo "make benchmark  FOLDER=... measure speed and memory on the PDF files of a folder"

setup: $(READY)

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c "import sys; sys.exit(sys.version_info[:2] != (3, 11) and 'needs Python 3.11, found ' + sys.version)"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

demo: $(READY)
	@mkdir -p build && rm -f $(DEMO) $(DEMO)-wal $(DEMO)-shm
	$(BIN)/kehoach import corpus/sources --db $(DEMO)
	@echo; echo "== kehoach tasks --limit 20"
	@$(BIN)/kehoach tasks --db $(DEMO) --limit 20
	@echo; echo "== kehoach tasks --agency \"Sở Nội vụ\""
	@$(BIN)/kehoach tasks --db $(DEMO) --agency "Sở Nội vụ" --limit 10
	@echo; echo "== kehoach search \"chuyen doi so\"   (without diacritics)"
	@$(BIN)/kehoach search "chuyen doi so" --db $(DEMO) --limit 5
	@echo; echo "== sqlite-utils: how many tasks has each document?"
	@$(BIN)/sqlite-utils $(DEMO) --fmt simple \
		"select documents.number, documents.path, count(*) as tasks from task_table join documents on documents.id = document_id group by document_id"

test: $(READY) check scores

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m pytest -n 2

scores: $(READY)
	$(BIN)/kehoach evaluate --gold corpus/gold --baseline $(BASELINE)

baseline: $(READY)
	$(BIN)/kehoach evaluate --gold corpus/gold --format json > $(BASELINE).new
	mv $(BASELINE).new $(BASELINE)

confidence: $(READY)
	$(BIN)/python -m training.confidence corpus $(if $(KEHOACH_GOLD),--also $(KEHOACH_GOLD) $(KEHOACH_PLANS))

lines: $(READY)
	$(BIN)/python -m training.line_roles corpus $(if $(KEHOACH_GOLD),--also $(KEHOACH_GOLD) $(KEHOACH_PLANS))

# The lock names no package index: whoever installs uses their own.
lock:
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --generate-hashes --no-emit-index-url --no-annotate --no-strip-extras \
		--custom-compile-command "make lock" --quiet --upgrade --output-file requirements.lock

# The picture of the README, from the database of the demo.
picture: demo
	$(BIN)/python -m docs.picture $(DEMO) docs/tasks.svg

benchmark: $(READY)
	$(BIN)/python benchmarks/pages.py $(FOLDER)

clean:
	rm -rf build $(VENV)
