# Everything needed is set up by the job that needs it; only Python, pip and make must be there.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LOWEST := .venv-lowest
SETUP := $(VENV)/.installed
DEV_SETUP := $(VENV)/.installed-dev
# The locks name every package, so nothing is resolved: what the index has today does not matter.
INSTALL := -m pip install --quiet --disable-pip-version-check --no-deps
LOCKED := --require-hashes --requirement
BUILDING := PYTHONPATH="$(CURDIR)/$(VENV)/build"
VERSION = $(shell sed -n 's/^version = "\(.*\)"/\1/p' pyproject.toml)
WHEEL = dist/textmining_survey-$(VERSION)-py3-none-any.whl
PLATFORM ?= manylinux_$(shell uname -m)
PYTHON_VERSION ?= $(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])')
UV := $(or $(wildcard $(BIN)/uv),uv)
COMPILE := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate $(if $(UPGRADE),--upgrade)

.PHONY: demo wheel wheelhouse release check test coverage style test-lowest golden language-model encoder lock clean

demo: $(SETUP) ## the whole way on the example survey
	$(BIN)/textmining demo --out out/demo

check: style ## the everyday step: style, types, floors and the quick tests
	$(BIN)/pytest -q --numprocesses 2 -m "not slow" tests

test: style ## every check: style, types, floors, tests, docs
	$(BIN)/pytest --numprocesses 2 --dist worksteal

coverage: $(DEV_SETUP) ## the same tests, and which lines none of them runs
	$(BIN)/pytest --numprocesses 2 --dist worksteal --cov --cov-report=term

style: $(DEV_SETUP)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

test-lowest: $(DEV_SETUP) ## the tests without browser, docs and wheel, with the lowest allowed versions
	$(BIN)/uv venv --quiet --clear --python $(PYTHON) $(LOWEST)
	$(BIN)/uv pip compile --quiet --no-header --no-annotate --resolution lowest-direct --python $(LOWEST) \
		--extra postgresql pyproject.toml --output-file $(LOWEST)/requirements.txt
	$(BIN)/uv pip install --quiet --python $(LOWEST) --group dev --editable . httpx \
		--requirement $(LOWEST)/requirements.txt
	$(LOWEST)/bin/pytest -q --numprocesses 2 --override-ini filterwarnings=default \
		-k "not browser and not docs and not wheel and not killed"

$(SETUP): requirements.txt requirements-build.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python $(INSTALL) $(LOCKED) requirements.txt
	$(BIN)/python $(INSTALL) $(LOCKED) requirements-build.txt --target $(VENV)/build --upgrade
	$(BUILDING) $(BIN)/python $(INSTALL) --no-build-isolation --editable .
	$(BIN)/python -m pip check
	touch $@

wheel: $(SETUP) ## our wheel, in dist
	$(BUILDING) $(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps \
		--no-build-isolation --wheel-dir dist .

wheelhouse: wheel ## all wheels for PLATFORM and PYTHON_VERSION in dist, to install without internet
	$(BIN)/python -m installation.wheelhouse "$(WHEEL)" "dist/textmining-$(PLATFORM)-$(PYTHON_VERSION)" \
		"$(PLATFORM)" "$(PYTHON_VERSION)"

release: wheel $(DEV_SETUP) ## source and wheel in dist, checked, and the demo from the wheel in an empty environment
	grep -q "^## $(VERSION) (" CHANGELOG.md
	$(BIN)/hatchling build --target sdist --directory dist
	$(BIN)/python -m installation.metadata $(WHEEL) dist/textmining_survey-$(VERSION).tar.gz
	$(PYTHON) -m venv --clear out/release/venv
	out/release/venv/bin/python $(INSTALL) $(LOCKED) requirements.txt
	out/release/venv/bin/python $(INSTALL) $(WHEEL)
	out/release/venv/bin/python -m pip check
	cd out/release && venv/bin/textmining --version && venv/bin/textmining demo --out demo

$(DEV_SETUP): $(SETUP) requirements-dev.txt
	$(BIN)/python $(INSTALL) $(LOCKED) requirements-dev.txt
	$(BIN)/python -m pip check
	touch $@

golden: $(DEV_SETUP) ## write the golden files of the tests anew; look at the difference
	RENEW_GOLDEN=1 $(BIN)/pytest -q tests/test_report_*.py

language-model: $(DEV_SETUP) ## TREEBANK=DIR: train the Norwegian pipeline anew, test it, describe it (twenty minutes)
	$(BIN)/python -m building \
		"$(or $(TREEBANK),$(error TREEBANK=DIR must name a folder with NorNE and the UD treebanks))" \
		models/nb_nn_survey_sm

encoder: $(DEV_SETUP) ## TREEBANK=DIR ENGLISH=FILE: trim the sentence encoder anew, compare and describe it
	$(BIN)/uv pip install --quiet --python $(BIN)/python --group encoder
	$(BIN)/python -m building.encoder \
		"$(or $(TREEBANK),$(error TREEBANK=DIR must name a folder with the UD treebanks))" \
		"$(or $(ENGLISH),$(error ENGLISH=FILE must name English text, a sentence a line))" \
		models/multilingual_e5_small_nordic

lock: ## pin what pyproject.toml asks for and the locks lack; UPGRADE=1: the newest allowed versions
	$(COMPILE) --extra postgresql --group dev pyproject.toml --output-file requirements-dev.txt
	$(COMPILE) --extra postgresql --constraint requirements-dev.txt pyproject.toml --output-file requirements.txt
	$(COMPILE) --group build --constraint requirements-dev.txt --output-file requirements-build.txt

clean: ## remove what the jobs above made
	rm -rf $(VENV) $(LOWEST) out dist
