# The two commands: `make run` and `make test`. Each does all the set-up it needs.
SHELL := /bin/bash
PY := .venv/bin/python
export BACKSTORY_PORT ?= $(or $(PORT),8000)

.PHONY: help setup run test check bench soak phone front lock openapi needs

help:  ## what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: .venv/.ready front  ## everything but serving

.venv/.ready: requirements-dev.lock pyproject.toml
	@test -x $(PY) || python3 -m venv .venv
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

frontend/node_modules/.ready: frontend/package-lock.json
	cd frontend && npm ci --no-audit --no-fund
	@touch $@

FRONT_SOURCES := $(shell find frontend/src frontend/public frontend/index.html frontend/*.ts frontend/package.json -type f 2>/dev/null)
frontend/dist/.ready: frontend/node_modules/.ready $(FRONT_SOURCES)
	cd frontend && npm run --silent build
	@touch $@

front: frontend/dist/.ready

run: setup  ## serve the product with a demonstration practice on http://127.0.0.1:8000
	@$(PY) -m backstory.cli migrate
	@if [ "$$BACKSTORY_ENV" != "test" ] && [ "$$BACKSTORY_ENV" != "production" ]; then $(PY) -m backstory.cli demo --if-empty; fi
	@exec $(PY) -m backstory.cli serve

openapi: .venv/.ready  ## write the API's description and the types made of it
	$(PY) -m backstory.cli openapi > frontend/openapi.json
	cd frontend && npm run --silent types

lock: .venv/.ready  ## resolve the Python dependencies anew
	$(PY) -m pip install --quiet pip-tools
	$(PY) -m piptools compile -q --generate-hashes --extra dev --build-deps-for editable --allow-unsafe --strip-extras --no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host -o requirements-dev.lock pyproject.toml
	$(PY) -m piptools compile -q --generate-hashes --build-deps-for editable --allow-unsafe --strip-extras --no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host -c requirements-dev.lock -o requirements.lock pyproject.toml

test: setup needs  ## every test: SQLite and PostgreSQL, Chromium and Firefox
	cd frontend && npm run --silent test
	$(PY) -m pytest -n 2 --dist worksteal

needs:
	@scripts/needs.sh

check: setup  ## lint, types, import contracts, security
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/bandit -q -c pyproject.toml -r backend
	cd frontend && npm run --silent check

bench: setup  ## figures as ratios to floors measured in the same run
	$(PY) -m tests.bench

SEED ?= 20261122
soak: setup needs  ## the long, seeded forms of the tests: an hour and a half; SEED=N, and SOAK=folder to go on after an interruption
	$(PY) -m tests.sync.soak --ops 100000 --kills 200 --seed $(SEED) --database both $(if $(SOAK),--folder $(SOAK))
	$(PY) -m tests.reminders.sweep
	$(PY) -m tests.reminders.soak --slots 10000 --kills 50 --seed $(SEED) --database both
	cd frontend && FAST_CHECK_RUNS=2000 FAST_CHECK_SEED=$(SEED) npx vitest run tests/sync
	SYNC_SEED=$(SEED) SYNC_EXAMPLES=$${SYNC_EXAMPLES:-300} $(PY) -m pytest -n 2 tests/sync/test_machine.py
	FAULT_SECONDS=30 $(PY) -m pytest -n 0 tests/faults/test_locked.py
	SCHEMATHESIS_CASES=$${SCHEMATHESIS_CASES:-200} $(PY) -m pytest -n 2 tests/architecture/test_openapi.py

phone: setup  ## ways to open it on a real phone
	@scripts/phone.sh
