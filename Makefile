# What people type: make run, make test, make test-fast, make stress, make watch-harvest, make check, make fix. Everything lives in .venv and var/.
PYTHON ?= python3
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py

.PHONY: run test test-fast stress watch-harvest check fix install clean

install: .venv/installed

.venv/installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 of nieuwer is nodig, dit is " + sys.version.split()[0])'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch .venv/installed

run: install
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) collectstatic --no-input --verbosity 0
	@$(MANAGE) fill_samples
	@WELCOME=1 $(BIN)/gunicorn kamerarchief.wsgi

test: install
	$(BIN)/python -m pytest -n 2

test-fast: install
	$(BIN)/python -m pytest -n 2 -m "not browser and not slow"

# Kills, mutated documents and flipped bits by the hundred, in some ten minutes; docs/reliability.md has the result.
stress: install
	$(BIN)/python -m pytest -n 2 -o python_files='stress_*.py' tests/stress

# An archive that fills itself from simulated sources, to look at; nothing leaves this machine.
watch-harvest: install
	@$(BIN)/python -m tests.simulated_sources

check: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy kamerarchief questions
	$(MANAGE) makemigrations --check --dry-run
	$(MANAGE) check
	$(BIN)/python -m pytest -p no:xdist tests/test_architecture.py

fix: install
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf .venv var
