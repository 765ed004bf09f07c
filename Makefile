# make chat: talk in the terminal.   make test: run the tests.   make lock: renew the lock files.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# One worker more than cores: some tests wait for the processes they start. Those would compile everything anew
# at each start where the environment forbids to keep what was compiled.
WORKERS := $(shell $(PYTHON) -c "import os; print((os.cpu_count() or 1) + 1)")
LEARNT := $(shell find knowledge milu_bot/language -name "*.yaml" -o -name "*.py")

.PHONY: chat test lint check docs lock clean
.DEFAULT_GOAL := chat

chat: $(VENV)/run.done $(VENV)/trained.done
	@$(BIN)/python bot.py chat

test: $(VENV)/dev.done $(VENV)/trained.done
	@env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest -n $(WORKERS)

lint: $(VENV)/dev.done
	@$(BIN)/python -m ruff check .
	@$(BIN)/python -m ruff format --check -q .
	@$(BIN)/python -m mypy

check: $(VENV)/run.done
	@$(BIN)/python bot.py check

docs: $(VENV)/dev.done
	@$(BIN)/python -m docs.make_docs

lock: $(VENV)/dev.done
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-header --no-emit-index-url --python-version 3.11 --extra redis pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-header --no-emit-index-url --python-version 3.11 --group dev pyproject.toml -o requirements-dev.txt

clean:
	rm -rf $(VENV)

$(VENV)/bin/python:
	@$(PYTHON) -m venv $(VENV)

$(VENV)/run.done: requirements.txt | $(VENV)/bin/python
	@echo "第一次用，正在装需要的东西……"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/dev.done: requirements-dev.txt | $(VENV)/bin/python
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ $(VENV)/run.done

$(VENV)/trained.done: $(VENV)/run.done $(LEARNT)
	@$(BIN)/python bot.py train
	@touch $@
