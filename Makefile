# Smart Numbers. `make help` lists what can be made; `tools/setup.py` does the installing.
PYTHON ?= python3
BIN := .venv/bin
SETUP := @$(PYTHON) tools/setup.py

.DEFAULT_GOAL := help
.PHONY: help setup run develop test test-nightly check style types layers catalogues migrations manual \
  bench bench-calls bench-forecast bench-rating bench-routing bench-statistics docs translations lock clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Install all that running takes: Python packages, telephony engine, voices, front end, translations
	$(SETUP) run

run: setup ## Start the product in the foreground; Ctrl-C stops it
	@$(BIN)/smartnumbers run

develop: ## Install what developing and testing take beyond that (system packages too, with root's rights)
	$(SETUP) develop

test: develop ## Run all tests; TESTS=tests/unit runs some
	$(BIN)/pytest --numprocesses=auto --maxprocesses=4 --dist=loadfile --no-loadscope-reorder $(TESTS)

test-nightly: develop ## Run the unit tests with 10 000 examples for each property; TESTS=… runs some
	$(BIN)/pytest --hypothesis-profile=nightly --timeout=3600 $(or $(TESTS),tests/unit)

check: style types layers catalogues migrations manual ## Style, types, layers, translations, migrations, documentation

style: develop
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: develop
	$(BIN)/mypy

layers: develop
	$(BIN)/lint-imports

catalogues: develop
	$(BIN)/python tools/translations.py check

migrations: develop
	$(BIN)/smartnumbers manage makemigrations --check --dry-run

manual: develop
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict

bench: develop ## Run all benchmarks
	$(BIN)/python -m benchmarks

bench-calls: develop ## Calls per second and set-up time, beside a bare Asterisk on the same machine
	$(BIN)/python -m benchmarks calls

bench-routing: develop ## What deciding a call takes among 100 000 numbers, its memory, how soon a change is in force
	$(BIN)/python -m benchmarks routing

bench-forecast: develop ## How far off the forecast of a month is, beside "so far / days so far x days"
	$(BIN)/python -m benchmarks forecast

bench-rating: develop ## Calls rated a second, one at a time and in columns, beside a loop over Decimal
	$(BIN)/python -m benchmarks rating

bench-statistics: develop ## What pages ask of ROWS calls (10 million), beside the record; freshness, rebuilding, memory
	$(BIN)/python -m benchmarks statistics --rows $(or $(ROWS),10000000)

docs: develop ## Build the documentation into build/site
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

translations: develop ## Gather the strings to translate into the catalogues, and compile these
	$(BIN)/python tools/translations.py gather
	$(BIN)/python tools/translations.py compile

lock: ## Choose the newest versions of all Python packages and write the lock files
	$(SETUP) lock

clean: ## Remove what was installed or built in this folder; data (var) and the shared cache stay
	rm -rf .venv .venv-tools build frontend/node_modules src/smartnumbers/portal/static/dist
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
	find src -name '*.mo' -delete
