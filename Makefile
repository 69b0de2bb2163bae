# On a new machine `make site` and `make test` install what they need; `make` alone lists all targets.

SHELL := /bin/sh
SIZE := 1000
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet
LOCKED := --require-hashes --only-binary :all: -r
# Thousands of small files are written and removed much quicker in memory, where that has room for two gigabytes of them.
MEMORY := $(shell df -k /dev/shm 2>/dev/null | awk 'NR == 2 && $$4 > 4000000 { print "TMPDIR=/dev/shm" }')
# The tests start Python very often: it keeps its bytecode, also where the environment asks it not to.
PYTEST = $(MEMORY) PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n 3 --dist loadscope --no-loadscope-reorder
COMPILE := $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-annotate \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help site serve import test test-fast test-deep test-needs lint format docs lock bench profile clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

site: .venv/ready ## build the site of content/ into site/
	@$(BIN)/gongkai build

serve: .venv/ready ## build, serve on this machine, rebuild on change
	@$(BIN)/gongkai serve

import: .venv/ready-import ## install what gongkai import needs to read other files

test: test-needs ## run all tests but the deep ones, and install what they need
	$(PYTEST) -rP

test-fast: .venv/ready-test ## run the tests that are fast and need no browser
	$(PYTEST) -n logical -m "not slow and not browser and not deep"

test-deep: test-needs ## run the long tests: hundreds of killed builds, thousands of generated texts
	$(PYTEST) -rP -m "deep or hypothesis" --hypothesis-profile deep

lint: .venv/ready-test ## check style, types and imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict generator
	$(BIN)/lint-imports

format: .venv/ready-test ## format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: .venv/ready ## update what docs/ has from the code
	@PYTHONPATH=. $(BIN)/python scripts/make_docs.py

# The lock files have versions and hashes, but no address of a registry. requirements.lock is for running the program and
# is copied to every new project; requirements-build.lock is for installing a checkout.
lock: .venv/ready ## update the lock files to the newest versions that pyproject.toml and package.json allow
	$(PIP) install uv
	$(COMPILE) --output-file requirements.lock pyproject.toml
	printf "hatchling\neditables\n" | $(COMPILE) --output-file requirements-build.lock --constraint requirements.lock -
	$(COMPILE) --output-file requirements-test.lock --extra test --constraint requirements.lock \
		--constraint requirements-build.lock pyproject.toml
	$(COMPILE) --output-file requirements-import.lock --extra import --constraint requirements-test.lock pyproject.toml
	npm install --package-lock-only --omit-lockfile-registry-resolved --ignore-scripts --no-audit --no-fund

bench: .venv/ready-test ## compare the cost of builds with Hugo, Pagefind and MkDocs; SIZE=100 to 100000, ROUNDS
	@$(BIN)/python tests/bench/run.py --size $(SIZE) $(if $(ROUNDS),--rounds $(ROUNDS))

profile: .venv/ready-test ## profile a build
	@$(BIN)/python tests/bench/where.py

clean: ## remove all generated files
	rm -rf site site.zip .bench .site.work .venv node_modules .pytest_cache .hypothesis .ruff_cache .mypy_cache \
		.import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

test-needs: .venv/ready-test node_modules/ready

.venv/ready: requirements.lock requirements-build.lock pyproject.toml scripts/make-venv
	@sh scripts/make-venv
	@echo "正在按 requirements.lock 安装 · installing what requirements.lock lists"
	@$(PIP) install $(LOCKED) requirements.lock -r requirements-build.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/ready-import: .venv/ready requirements-import.lock
	@echo "正在按 requirements-import.lock 安装 · installing what requirements-import.lock lists"
	@$(PIP) install $(LOCKED) requirements-import.lock
	@touch $@

.venv/ready-test: .venv/ready requirements-test.lock
	@echo "正在按 requirements-test.lock 安装 · installing what requirements-test.lock lists"
	@$(PIP) install $(LOCKED) requirements-test.lock
	@touch $@

node_modules/ready: package.json package-lock.json scripts/install-programs
	@sh scripts/install-programs
	@npm ci --ignore-scripts --no-audit --no-fund --silent
	@touch $@
