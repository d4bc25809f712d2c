# Everything a contributor needs. `make` alone lists it.
# Another Python: make test PYTHON=python3.12

PYTHON ?= python3
PYTEST_ARGS ?=
FUZZ_ARGS ?=

# What comes with the program, prepared so that it starts at once; made anew when one of these is mended.
PREPARED := bot/built/article/manifest.json
SOURCES := $(wildcard bot/data/*.txt bot/data/*.toml corpus/*.txt corpus/*.toml bot/model/*.*)

# What a stamp stands for is done again only when pyproject.toml changes, or when .venv is removed.
BIN := .venv/bin
STAMPS := .venv/stamps
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --editable

.PHONY: help chat test lint fuzz model check-model check-vectors clean

help:
	@echo "make chat          set up the first time, then ask the article questions"
	@echo "make test          set up the first time, then run the tests"
	@echo "make lint          check style, types and which way imports go"
	@echo "make fuzz          look for messages that the bot stumbles over; a night long: FUZZ_ARGS='--seconds 28800'"
	@echo "make model         train the model anew from the data files"
	@echo "make check-model   fail unless the shipped model is the product of the data files"
	@echo "make check-vectors the same for the vectors of terms, which check-model does not make anew: takes minutes"
	@echo "make clean         remove .venv and what the tools left behind"

chat: $(STAMPS)/program $(PREPARED)
	@$(BIN)/bot chat

test: $(STAMPS)/test $(PREPARED)
	$(BIN)/python -m pytest $(PYTEST_ARGS)

lint: $(STAMPS)/test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# atheris is not there for every system; without it Hypothesis looks.
fuzz: $(STAMPS)/test $(PREPARED)
	-$(INSTALL) '.[test,fuzz]'
	$(BIN)/python -m tests.fuzz $(FUZZ_ARGS)

model: $(STAMPS)/train
	$(BIN)/python -m training.train

check-model: $(STAMPS)/train
	$(BIN)/python -m training.train --check

check-vectors: $(STAMPS)/train
	$(BIN)/python -m training.vectors --check

clean:
	rm -rf .venv bot/built build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

$(PREPARED): $(SOURCES) | $(STAMPS)/program
	$(BIN)/python -m bot index

$(STAMPS)/environment:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "This needs Python 3.11 or later; $(PYTHON) is `$(PYTHON) --version 2>&1`."; \
		echo "Install a later one, or name one that you have, like: make $(MAKECMDGOALS) PYTHON=python3.12"; \
		exit 1; }
	@echo "Setting up in .venv (the first time only) ..."
	$(PYTHON) -m venv --clear .venv
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/program: pyproject.toml $(STAMPS)/environment
	$(INSTALL) .
	@touch $@

$(STAMPS)/test: pyproject.toml $(STAMPS)/environment
	$(INSTALL) '.[test]'
	@touch $@ $(STAMPS)/program

$(STAMPS)/train: pyproject.toml $(STAMPS)/environment
	$(INSTALL) '.[train]'
	@touch $@ $(STAMPS)/program
