# Convention API. `make serve` and `make test` work from a fresh clone with Python 3.11 or later and nothing else.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
BIN := .venv/bin
RUN := $(BIN)/python

.PHONY: help serve test fuzz soak mutants check backup restore bench bench-quick format schema authorization messages screenshots map requirements behind sbom clean

help: ## What there is to make
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## /\1\t/' | expand -t 16

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; set PYTHON=/path/to/it."; exit 1; }
	@$(PYTHON) -m venv .venv

.venv/runtime: requirements.txt | .venv/bin/python
	@echo "Installing what the product needs ..."
	@$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/development: requirements-dev.txt .venv/runtime
	@echo "Installing what building and testing need ..."
	@$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

.env: | .venv/bin/python
	@$(RUN) -c 'import secrets; print(f"# Made by make serve, for development on this machine only.\nDEBUG=true\nSECRET_KEY={secrets.token_urlsafe(50)}\nADMIN_PASSWORD={secrets.token_urlsafe(9)}")' > .env

serve: .venv/runtime .env ## Serve the record on this machine (PORT=8000)
	@$(RUN) manage.py migrate --verbosity 0
	@$(RUN) manage.py seed --address http://127.0.0.1:$(PORT)
	@$(RUN) manage.py runserver --noreload 127.0.0.1:$(PORT)

test: .venv/development ## Run the whole suite on SQLite and on PostgreSQL
	@$(RUN) -m tests.both_databases

fuzz: .venv/development ## Ask the product, served on PostgreSQL, what no one should (REQUESTS=20000 SEED=1)
	@$(RUN) -m tests.fuzz

check: .venv/development ## Format, lint, types, imports, deploy check, migrations, OpenAPI document, known holes
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy --no-incremental
	$(BIN)/lint-imports
	DEBUG=false ALLOWED_HOSTS=example.org SECRET_KEY=$$($(RUN) -c 'import secrets; print(secrets.token_urlsafe(50))') $(RUN) manage.py check --deploy --fail-level WARNING
	DJANGO_SETTINGS_MODULE=tests.settings $(RUN) manage.py makemigrations --check --dry-run
	DJANGO_SETTINGS_MODULE=tests.settings $(RUN) manage.py spectacular --validate --fail-on-warn | diff -u docs/openapi.yaml - || { echo "docs/openapi.yaml is not what the code serves: run make schema."; exit 1; }
	@$(RUN) -m supply_chain.audit

backup: .venv/runtime ## Back up the database and check the backup (TO=folder, KEEP=number)
	@$(RUN) manage.py backup $(if $(TO),"$(TO)") $(if $(KEEP),--keep $(KEEP))

restore: .venv/runtime ## Restore a backup into an empty database (FROM=folder; REPLACE=1 in the place of what there is)
	@test -n "$(FROM)" || { echo "Say which backup: make restore FROM=backups/convention-…"; exit 1; }
	@$(RUN) manage.py restore "$(FROM)" $(if $(REPLACE),--replace)

.venv/datasette/installed: benchmarks/datasette.txt .venv/development
	@echo "Installing what the product is measured beside ..."
	@$(PYTHON) -m venv .venv/datasette
	@.venv/datasette/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r benchmarks/datasette.txt
	@touch $@

.venv/product/installed: requirements.txt .venv/development
	@echo "Installing the product as it is installed to serve, with nothing beside it ..."
	@$(PYTHON) -m venv .venv/product
	@.venv/product/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/mutants/installed: tests/mutants/cosmic_ray.txt .venv/bin/python
	@echo "Installing what makes mutants of treaty law ..."
	@$(PYTHON) -m venv .venv/mutants
	@.venv/mutants/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tests/mutants/cosmic_ray.txt
	@touch $@

bench: .venv/datasette/installed .venv/product/installed ## Measure the product beside others, up to two million acts; writes docs/benchmarks.md
	@$(RUN) -m benchmarks --write

bench-quick: .venv/datasette/installed .venv/product/installed ## The same on twenty thousand acts; writes nothing
	@$(RUN) -m benchmarks --quick

soak: .venv/development ## Mixed load with faults at random, every answer judged (MINUTES=10, SEED=)
	@MINUTES=$(MINUTES) SEED=$(SEED) $(RUN) -m tests.soak

mutants: .venv/mutants/installed ## Mutation test of treaty law: does a test fail for every change of it? (JOBS=1 MODULE=)
	@.venv/mutants/bin/cosmic-ray init --force tests/mutants/cosmic_ray.toml .venv/mutants/session.sqlite
	@.venv/mutants/bin/cr-filter-operators .venv/mutants/session.sqlite tests/mutants/cosmic_ray.toml
	@.venv/mutants/bin/python -m tests.mutants .venv/mutants/session.sqlite $(if $(JOBS),--jobs $(JOBS)) $(if $(MODULE),--module $(MODULE))

format: .venv/development ## Format and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

schema: .venv/development ## Write the OpenAPI document, its examples and the columns in docs/data-package.md anew
	$(RUN) -m tests.api.examples
	DJANGO_SETTINGS_MODULE=tests.settings $(RUN) manage.py spectacular --validate --fail-on-warn --file docs/openapi.yaml
	@DJANGO_SETTINGS_MODULE=tests.settings $(RUN) manage.py shell --verbosity 0 --command "from tests.exchange import columns_told; columns_told.write()"

authorization: .venv/development ## Write the table of who may ask what anew, to be looked at
	REWRITE_AUTHORIZATION=1 $(RUN) -m pytest -q tests/authorization

messages: .venv/development ## Bring the translations up to date, and say what is left to be translated
	@$(RUN) -m tests.messages $(FROM)

screenshots: .venv/development ## Take pictures of the public pages, into screenshots/
	@$(RUN) -m tests.browser.screenshots $(PAGES)

map: ## Make the map of the public pages anew (needs node and npm; its products are kept)
	cd maps && npm install --silent --no-audit --no-fund --no-package-lock
	cd maps && node world.js ../signatories/web/static/web/world.svg ../signatories/web/world.json

requirements: .venv/development ## Pin and hash the requirements anew
	$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --python-version 3.11 requirements.in -o requirements.txt
	$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --python-version 3.11 requirements-dev.in -o requirements-dev.txt
	$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --python-version 3.11 benchmarks/datasette.in -o benchmarks/datasette.txt
	$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --python-version 3.11 tests/mutants/cosmic_ray.in -o tests/mutants/cosmic_ray.txt

behind: .venv/development ## Say which pinned package has a newer version, since when, and what holds it back
	@$(RUN) -m supply_chain.behind

sbom: .venv/development ## List what the product needs to run, with hashes and licences: dist/sbom.cdx.json (CycloneDX)
	@$(RUN) -m supply_chain.sbom

clean: ## Remove the virtual environment and what was built
	rm -rf .venv dist staticfiles .mypy_cache .ruff_cache
