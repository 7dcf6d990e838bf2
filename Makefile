# Verbs only: each calls the package. `make help` lists them.
#
#   make LANGUAGES="it en" BRIEF=some-brief     write no more than these
#   make STRICT=1                               a warning fails the build
#   make PYTHON=python3.12                      the Python that .venv is made with

PYTHON ?= python3
UV ?= uv
VENV := $(or $(BRIEFPRESS_VENV),.venv)
BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)

BRIEFPRESS = @$(BIN)/briefpress
LANGUAGE_OPTIONS = $(foreach language,$(LANGUAGES),--language $(language))
CELLS = $(LANGUAGE_OPTIONS) $(foreach brief,$(BRIEF),--brief $(brief))
BUILD = $(BRIEFPRESS) build $(if $(STRICT),--fail-on-warning) $(CELLS)
# A file's tests run in one process, which makes what they share once.
PYTEST = $(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder

# What a verb needs installed; the stamps are written last, so half a set-up is done again.
# An environment that is given (the container's) is ready.
ifndef BRIEFPRESS_VENV
READY = .venv/.ready-requirements.lock
READY_TO_CHECK = .venv/.ready-requirements-check.lock
READY_TO_PRINT = .venv/.ready-print
READY_TO_TEST = .venv/.ready-requirements-test.lock
endif

# Verbs share build/: one after the other, also with -j.
.NOTPARALLEL:

.PHONY: all html epub pdf print gettext update stats lint-po check test test-quick bench setup lock clean help

all: $(READY) ## Publish every brief in every language: web pages, ePubs, PDFs (the default)
	$(BUILD)

html: $(READY) ## Only the web pages
	$(BUILD) --format html

epub: $(READY) ## Only the ePubs
	$(BUILD) --format epub

pdf: $(READY) ## Only the PDFs
	$(BUILD) --format pdf

print: $(READY) $(READY_TO_PRINT) ## The PDFs for the printer, in build/print
	$(BUILD) --format print

gettext: $(READY) ## Extract the messages to translate
	$(BRIEFPRESS) gettext

update: $(READY) ## Bring the catalogues in locale/ up to date with the sources
	$(BRIEFPRESS) update $(LANGUAGE_OPTIONS)

stats: $(READY) ## Say how far the translations are, and what is published (FAIL_UNDER=80)
	$(BRIEFPRESS) stats $(CELLS) $(if $(FAIL_UNDER),--fail-under $(FAIL_UNDER))

lint-po: $(READY) ## Check the translations in locale/ (links, numbers, terms, marks and more)
	$(BRIEFPRESS) lint-po $(CELLS) $(if $(STRICT),--strict)

check: $(READY_TO_CHECK) ## Validate what was made (Nu HTML checker, axe, EPUBCheck, Ace, veraPDF) and the translations
	$(BRIEFPRESS) check $(CELLS)

test: $(READY_TO_TEST) ## Lint, check types, run every test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy --strict briefpress
	$(PYTEST)

test-quick: $(READY_TO_TEST) ## Run every test but the slow ones
	$(PYTEST) -m "not slow"

bench: $(READY) ## Measure a publication of 500 briefs in 5 languages (BRIEFS=50, BENCH_FULL=1 for its pages), and PDFs (BENCH_NEIGHBOURS=1 for others')
	@$(BIN)/python -m tests.bench $(if $(BRIEFS),--briefs $(BRIEFS)) $(if $(BENCH_FULL),--full)
	@$(BIN)/python -m tests.bench.pdf $(if $(BENCH_NEIGHBOURS),--neighbours)

setup: $(READY) ## Only install what is needed; every verb does so by itself

lock: ## Pin every dependency anew, with hashes (needs uv; UPGRADE=1 takes newer versions)
	$(BUILD_REQUIRES) | $(COMPILE) -o requirements.lock
	$(BUILD_REQUIRES) | $(COMPILE) -c requirements.lock --extra check -o requirements-check.lock
	$(BUILD_REQUIRES) | $(COMPILE) -c requirements-check.lock --extra test -o requirements-test.lock

clean: ## Delete build/
	rm -rf build

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s%s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(READY_TO_CHECK) $(READY_TO_TEST): briefpress/check/node/package-lock.json

.venv/.ready-%: % pyproject.toml briefpress/bootstrap.py
	@$(PYTHON) briefpress/bootstrap.py --lock $<

# The colour profile of the press, made once for this user.
.venv/.ready-print: $(READY) conf.py
	@$(BIN)/python -m briefpress.pdf.profile
	@touch $@

# One lock file per purpose, each holding the one before it; every published file's hash, no address.
COMPILE = UV_CUSTOM_COMPILE_COMMAND="make lock" $(UV) pip compile --quiet --no-config \
	--universal --python-version 3.11 --fork-strategy requires-python --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate $(if $(UPGRADE),--upgrade) pyproject.toml -
# The build backend is installed from the lock file too, so that no build step downloads anything.
BUILD_REQUIRES = @$(PYTHON) -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")'
