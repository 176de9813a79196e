# The front door. CI calls the same targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
.DEFAULT_GOAL := help
.PHONY: help env demo test check fix bench docs

help:  ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

$(VENV)/.ready: pyproject.toml uv.lock
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv>=0.9"
	@$(BIN)/uv sync --quiet --locked --all-groups --all-extras --inexact --no-progress
	@touch $@

env: $(VENV)/.ready  ## make the environment

demo: env  ## run the main job on the sample documents
	@$(BIN)/xietong run corpus/samples/documents --library demo-library

test: env  ## run the tests
	@$(BIN)/pytest

check: env  ## format, lint, types, layers
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

fix: env  ## format and mend what can be mended
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: env  ## measure speed and quality
	@$(BIN)/python benchmarks/speed.py

docs: env  ## build the documentation
	@$(BIN)/mkdocs build --strict --quiet
