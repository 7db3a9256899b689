# Both commands do all the set-up from Python 3.11+ and make: uv where it is installed, else venv and pip.
PYTHON ?= python3
VENV := .venv
STAMP := $(VENV)/.ready
BIN := $(VENV)/bin
ARGS ?=

.PHONY: run test torture monkey clean

run: $(STAMP)
	@$(BIN)/gloss $(ARGS)

test: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest

# The long form of the tests of the store, about ten minutes; its results go into docs/your-notes.md.
torture: $(STAMP)
	$(BIN)/python -m tests.torture --write $(ARGS)

# Random keys, mouse events, pastes and broken bytes for the real program: ARGS="--seed N --seconds N".
monkey: $(STAMP)
	$(BIN)/python -m tests.e2e.monkey $(ARGS)

$(STAMP): pyproject.toml uv.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "glossator needs Python 3.11 or later; name one with: make PYTHON=/path/to/python3 ..." >&2; exit 1; }
	@rm -f $(STAMP)
	@if command -v uv >/dev/null 2>&1; then \
		uv venv --quiet --allow-existing --python "$$(command -v $(PYTHON))" $(VENV) && \
		uv sync --quiet --frozen --extra test --python $(BIN)/python; \
	else \
		$(PYTHON) -m venv $(VENV) && $(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test]'; \
	fi
	@touch $(STAMP)

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache
