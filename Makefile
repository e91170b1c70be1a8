# Everything needed is set up by the job that needs it; only Python, pip and make must be there.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LOWEST := .venv-lowest
SETUP := $(VENV)/.installed

.PHONY: demo test test-lowest golden language-model lock clean

demo: $(SETUP) ## the whole way on the example survey
	$(BIN)/textmining demo --out out/demo

test: $(SETUP) ## every check: style, types, floors, tests, docs
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest --numprocesses 2 --cov --cov-report=term

test-lowest: $(SETUP) ## the tests without browser, docs and wheel, with the lowest allowed versions
	$(BIN)/uv venv --quiet --clear --python $(PYTHON) $(LOWEST)
	$(BIN)/uv pip compile --quiet --no-header --no-annotate --resolution lowest-direct --python $(LOWEST) \
		--extra postgresql pyproject.toml --output-file $(LOWEST)/requirements.txt
	$(BIN)/uv pip install --quiet --python $(LOWEST) --group dev --editable . httpx \
		--requirement $(LOWEST)/requirements.txt
	$(LOWEST)/bin/pytest -q --numprocesses 2 --override-ini filterwarnings=default \
		-k "not browser and not docs and not wheel and not killed"

$(SETUP): requirements.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

golden: $(SETUP) ## write the golden files of the tests anew; look at the difference
	RENEW_GOLDEN=1 $(BIN)/pytest -q tests/test_report_*.py

language-model: $(SETUP) ## TREEBANK=DIR: train the Norwegian pipeline anew, test it, describe it (twenty minutes)
	$(BIN)/python -m textmining.language.building \
		"$(or $(TREEBANK),$(error TREEBANK=DIR must name a folder with NorNE and the UD treebanks))" \
		models/nb_nn_survey_sm

lock: $(SETUP) ## pin the newest allowed versions, with hashes and without index addresses
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
		--no-header --no-annotate \
		--extra postgresql --group dev pyproject.toml --output-file requirements.txt

clean: ## remove what the jobs above made
	rm -rf $(VENV) $(LOWEST) out dist
