# Two commands do all the set-up: `make demo` and `make test`. Each makes its own .venv from nothing.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
XDIST ?= 2

.DEFAULT_GOAL := help
.PHONY: help demo test test-all lint types imports unit format checks-page lint-page picture bench fuzz wheel clean

help: ## what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(VENV)/.run: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; set PYTHON=python3.x")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

# dependency-groups need pip 25.1, so that the venv's own pip is brought up first
$(VENV)/.dev: $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group dev
	@touch $@

demo: $(VENV)/.run ## the main job on a real docx and pptx: no key, no network beyond installing
	@$(BIN)/outcomes demo

test: lint types imports unit ## lint, types, import rules, tests

test-all: lint types imports ## the same, with the slow tests
	$(BIN)/python -m pytest -q -n $(XDIST) -m ''

lint: $(VENV)/.dev ## ruff
	$(BIN)/ruff check outcomes tests benchmarks
	$(BIN)/ruff format --check outcomes tests benchmarks

types: $(VENV)/.dev ## mypy, strict, tests too
	$(BIN)/mypy

imports: $(VENV)/.dev ## who may import whom
	$(BIN)/lint-imports --no-logo

unit: $(VENV)/.dev ## the unit suite
	$(BIN)/python -m pytest -q -n $(XDIST)

format: $(VENV)/.dev ## let ruff mend what it can
	$(BIN)/ruff check --fix outcomes tests benchmarks
	$(BIN)/ruff format outcomes tests benchmarks

checks-page: $(VENV)/.dev ## write rubrics/CHECKS.md again, from the checks themselves
	$(BIN)/outcomes checks --markdown > rubrics/CHECKS.md

lint-page: $(VENV)/.dev ## write rubrics/LINT.md again, from the rules themselves
	$(BIN)/python -m outcomes.lint > rubrics/LINT.md

picture: $(VENV)/.dev ## draw the picture in the README again, from a real run
	$(BIN)/python -m tests.readme.picture

$(VENV)/.bench: $(VENV)/.dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group bench
	@touch $@

bench: $(VENV)/.bench ## what we measure; writes benchmarks/results.json
	$(BIN)/python benchmarks/run.py

fuzz: $(VENV)/.dev ## fuzz the readers, MINUTES for each kind of file (10)
	$(BIN)/python -m tests.fuzz run --minutes $(or $(MINUTES),10)

wheel: $(VENV)/.dev ## build the wheel into dist/
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir dist .

clean: ## remove everything that was made here
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
