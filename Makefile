# Each target works on a fresh machine that has Python 3.11+, Node 20+ and make: what it needs it installs into .venv/ and node_modules/.
# The same file stands in the engine's repository and in each handbook; the end says what differs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: site part join test serve serve-site check annotate review before-after scope status links verify sbom audit clean

site:
	$(MAKE) --no-print-directory --jobs=2 $(VENV)/.site node_modules/.site # Python's packages and npm's come side by side
	$(BIN)/handbook build

# A site too large for one machine: one of several parts of its pages and PDFs, such as PART=2/3, into .cache/; then
# the site from the stores of all parts.
part: $(VENV)/.site node_modules/.site
	$(BIN)/handbook build --part "$(PART)"

join: $(VENV)/.site node_modules/.site
	$(BIN)/handbook join $(STORES)

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
	sh $(ENGINE)/review/browser.sh
	$(BIN)/python -m handbook.review.before_after $(BASE) $(BEFORE) site pictures

scope: $(VENV)/.site
	$(BIN)/handbook scope $(BASE) $(HEAD)

# What waits for editors: what nobody looked at for a year, what is unanswered, which translations lag.
status: $(VENV)/.site
	@$(BIN)/handbook status

links: $(VENV)/.dev
	$(BIN)/lychee data docs # exits with 2 where a link is dead; settings in lychee.toml

verify: $(VENV)/.site
	$(BIN)/handbook verify "$(URL)"

# What the site is made with, in CycloneDX, beside it: a list for Python, one for npm.
sbom: $(VENV)/.dev
	mkdir -p sbom
	$(BIN)/python -W ignore -m cyclonedx_py requirements $(addprefix --pyproject ,$(wildcard pyproject.toml)) --output-reproducible --short-PURLs -o sbom/python.cdx.json $(LOCKS)/requirements.lock
	npm sbom --package-lock-only --omit dev --sbom-format cyclonedx > sbom/npm.cdx.json

# Known weaknesses of the same packages; the second list is asked for whatever the first says.
audit: $(VENV)/.dev
	$(BIN)/pip-audit --strict --require-hashes --disable-pip -r $(LOCKS)/requirements.lock; found=$$?; npm audit --omit=dev && exit $$found

node_modules/.site: package-lock.json
	npm ci --omit=dev --loglevel=error
	touch $@

clean:
	rm -rf $(VENV) node_modules site .site-* pictures sbom .cache

ifneq ($(wildcard scripts/engine.mk),)
include scripts/engine.mk
else
# The engine is a package, which requirements.txt names; its packages are pinned with their hashes in the locks that it brings.
.PHONY: upgrade
ENGINE := $(VENV)/lib/python3*/site-packages/handbook
LOCKS := $(ENGINE)/starter/shared

# The check and the build; and whether each file of the site is the one that its manifest lists.
test: site
	$(BIN)/handbook verify site

# Once requirements.txt names another engine: what a handbook has from it, as that one has it.
upgrade: $(VENV)/.site
	$(BIN)/handbook upgrade

$(VENV)/.site: requirements.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) --no-deps --force-reinstall -r requirements.txt
	$(PIP) --require-hashes -r $(LOCKS)/requirements.lock
	touch $@

$(VENV)/.dev: $(VENV)/.site
	$(PIP) --require-hashes -r $(LOCKS)/requirements-dev.lock
	touch $@
endif
