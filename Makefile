# The whole developer interface: make setup | demo | test | explore | check | fix | docs | parity | bench | web
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8642

.DEFAULT_GOAL := help
.PHONY: help setup demo test explore check fix docs parity bench web clean

help: ## say what there is
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 10

$(VENV)/run.stamp: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Penstock needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { echo "install python3-venv first: apt-get install python3-venv"; rm -rf $(VENV); exit 1; }
	@echo "installing Penstock into $(VENV) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp
	@echo "installing the developers' tools into $(VENV) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

setup: $(VENV)/dev.stamp ## make the virtual environment with everything that developers need

demo: $(VENV)/run.stamp ## run the wind farm and open its live page on port 8642
	@$(BIN)/penstock warm
	@$(BIN)/penstock run examples/wind --port $(PORT)

test: $(VENV)/dev.stamp ## run all tests, doctests and whole examples
	@tools/need_chromium.sh
	@$(BIN)/penstock warm
	@$(BIN)/python -m pytest

explore: $(VENV)/dev.stamp ## run the property tests on examples never drawn before
	@$(BIN)/python -m pytest --hypothesis-profile=default -m hypothesis

check: $(VENV)/dev.stamp ## look without running: format, lint, types, imports, budgets, generated files
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/python tools/tidy.py
	@$(BIN)/python tools/reference.py --check
	@tools/check_web.sh

fix: $(VENV)/dev.stamp ## format, mend what can be mended, write down shrunken budgets
	@$(BIN)/ruff format --quiet .
	@$(BIN)/ruff check --quiet --fix .
	@$(BIN)/python tools/tidy.py --tighten

docs: $(VENV)/run.stamp ## write docs/reference from the declarations
	@$(BIN)/python tools/reference.py

parity: $(VENV)/dev.stamp ## ask real Flink about every script and example again, and write its answers down
	@$(BIN)/python -m tests.parity.recorded
	@$(BIN)/python tools/reference.py

bench: $(VENV)/dev.stamp ## print the figures that the README quotes
	@for name in decode engine events expressions forest hotspots ingest latency patterns query_latency scaling shapes sinks startup state_pauses; do $(BIN)/penstock bench $$name || exit 1; done

web: ## build the page's assets from web/ (needs Node)
	@cd web && npm ci --silent && npm run --silent build

clean: ## remove what was made here
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build web/node_modules
