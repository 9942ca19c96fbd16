# Bảng Vàng. Two commands: `make run` and `make test`. `make help` lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.ONESHELL:
PY ?= python3
PORT ?= 8000
V  := .venv
BIN := $(V)/bin
UV := $(BIN)/uv
UV_VERSION := 0.13.9
export PYTHONUTF8 := 1
export UV_LINK_MODE := copy

help:            ## this list
	@grep -E '^[a-z-]+: .*##|^[a-z-]+:  +##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/' | expand -t 16

$(V)/.uv: Makefile
	@$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Cần Python 3.11 trở lên: hãy chạy lại với PY=/đường/dẫn/python3.11 make …")'
	test -x $(BIN)/python || $(PY) -m venv $(V) || { echo "Thiếu gói python3-venv: hãy cài rồi chạy lại."; exit 1; }
	$(BIN)/python -m pip install -q --disable-pip-version-check uv==$(UV_VERSION)
	touch $@
$(V)/.run: $(V)/.uv requirements/base.lock
	$(UV) pip install -q -p $(V) --no-deps --require-hashes --only-binary :all: -r requirements/base.lock
	touch $@
$(V)/.dev: $(V)/.uv requirements/dev.lock
	$(UV) pip install -q -p $(V) --no-deps --require-hashes --only-binary :all: -r requirements/dev.lock
	touch $@
$(V)/.cmd: $(V)/.run pyproject.toml
	$(UV) pip install -q -p $(V) --no-deps --no-build-isolation -e .
	touch $@

install: $(V)/.cmd   ## locked packages and the command `bangvang`
	@# a command must start fast even where Python may not write bytecode by itself
	$(BIN)/python -m compileall -q paperwork rulebook bangvang/cli bangvang/__init__.py

run: install     ## set up, load the demo district once, serve on 127.0.0.1:$$PORT
	@exec $(BIN)/bangvang serve_demo --port $(PORT)

test: $(V)/.dev install   ## every check and test, on SQLite and on PostgreSQL, then the journeys
	@$(BIN)/python tools/run_checks.py

fix: $(V)/.dev install    ## format what can be formatted
	$(BIN)/ruff check -q --fix . ; $(BIN)/ruff format -q .
	$(BIN)/djlint --reformat --quiet bangvang || true

messages: $(V)/.dev install ## bring the language catalogues up to date and compile them
	$(BIN)/python tools/messages.py

docs: $(V)/.dev install     ## write the generated parts of docs/ anew
	$(BIN)/python tools/house_docs.py

browser: $(V)/.dev install  ## the browser journeys alone
	$(BIN)/python tools/run_checks.py journeys

guide: $(V)/.dev install    ## the journeys, taking the user guide's screenshots
	BANGVANG_GUIDE_SHOTS=1 $(BIN)/python tools/run_checks.py journeys

bench: $(V)/.dev install    ## the measurements of docs/performance.md
	$(BIN)/python -m bench

bench-rules: $(V)/.dev install ## the rulebook beside other engines; `make bench-rules N=100000` is a quick look
	$(BIN)/python -m bench.rules $(if $(N),--n $(N))

lock: $(V)/.uv   ## recompile the locked requirements
	for set in base dev; do $(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-header \
	    --upgrade --override requirements/overrides.txt requirements/$$set.in -o requirements/$$set.lock; done

.PHONY: help install run test fix messages docs browser guide bench bench-rules lock
