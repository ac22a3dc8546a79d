# Needs git, make and Python 3.11 or newer. Everything else, uv and node included, comes from PyPI.
PY ?= python3
UV := .tools/bin/uv
BIN := .venv/bin

.venv/.installed: $(UV) pyproject.toml requirements.lock
	$(UV) venv -q --allow-existing --python $(PY) .venv
	$(UV) pip sync -q --python $(BIN)/python --require-hashes requirements.lock
	PAGE_BUILD=skip $(UV) pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e .
	touch $@

$(UV):
	$(PY) -m venv .tools
	.tools/bin/pip install -q 'uv==0.13.9'

.PHONY: lock
lock: $(UV)  ## Resolve the dependencies anew; the lock holds hashes and no registry address.
	$(UV) lock -q --upgrade
	$(UV) export -q --frozen --no-emit-project --all-extras --all-groups --no-header -o requirements.lock

.PHONY: contract
contract: .venv/.installed  ## Generate the API's contract from the routes.
	mkdir -p contract .build
	TRUENORTH_DATA_DIR=.build/contract DJANGO_SETTINGS_MODULE=truenorth.config.settings $(BIN)/python -c \
	  'import django; django.setup(); from truenorth.config.contract import render_contract; print(render_contract(), end="")' \
	  > .build/openapi.json && mv .build/openapi.json contract/openapi.json
