# install | demo | test | check | serve; each works in a fresh clone.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: install demo test check serve clean lock
install: $(VENV)/installed
demo: install
	$(BIN)/analyser demo $(if $(ONCE),--once)
test: $(VENV)/installed-dev
	$(BIN)/python -m pytest -n 2 --dist loadgroup $(ARGS)
check: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
serve: install
	$(BIN)/analyser serve

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make install PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
$(VENV)/installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	touch $@
$(VENV)/installed-dev: $(VENV)/installed requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	touch $@
clean:
	rm -rf $(VENV)
lock: $(VENV)/installed-dev
	$(BIN)/python -m pip install --quiet pip-tools
	$(BIN)/python .ci/lock.py
