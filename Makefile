# Everything a person or a machine runs. `make check` is all checks; .ci/run is that on a clean checkout.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
TESTS ?= tests
# what needs nothing but Python
INSIDE = not shared and not browser and not mta and not units and not installing
PYTEST = $(BIN)/python -m pytest -q -n auto --dist loadfile

.PHONY: demo test measured outside installing shared check lint types bench pictures lock clean

demo: $(VENV)/.runs
	$(BIN)/watcher demo

test: $(VENV)/.develops
	$(PYTEST) -m "$(INSIDE)" $(TESTS)

# Installs the program in every way that the manuals name; needs a package index.
installing: $(VENV)/.develops
	$(BIN)/python -m pytest -q -n 0 -m installing

# Needs Chromium and OpenSMTPD of the operating system (Debian: apt-get install chromium opensmtpd), and root.
outside: $(VENV)/.develops
	$(PYTEST) -m "browser or mta or units"

# Needs the real reports and the replica beside the checkout; their absence is a failure.
shared: $(VENV)/.develops
	$(PYTEST) -m shared

check: lint types measured

# The tests once, with what they run of the program: lines and branches, in the processes that they start too.
measured: $(VENV)/.develops
	rm -rf build/coverage && mkdir -p build/coverage
	$(BIN)/coverage run -m pytest -q -n auto --dist loadfile -m "$(INSIDE)"
	$(BIN)/coverage combine -q
	$(BIN)/coverage report

lint: $(VENV)/.develops
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.develops
	$(BIN)/mypy

bench: $(VENV)/.develops
	$(BIN)/python -m pip install -q -r benchmarks/requirements.txt
	$(BIN)/python -m benchmarks

# Draws the pictures of README and docs/map.md anew.
# Needs Chromium of the operating system (Debian: apt-get install chromium).
pictures: $(VENV)/.develops
	$(BIN)/python -m tests.support.draw_packages
	$(BIN)/python -m tests.support.draw_digest build/pictures story
	cp build/pictures/story-800-light.png docs/digest.png
	$(BIN)/python -m tests.support.draw_desk docs

EXTRAS = --extra cluster --extra desk --extra dkim --extra monitoring --extra postgresql --extra web

# Both lists are universal (any platform, Python 3.11 and later), hashed, and name no host.
lock:
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--no-emit-index-url $(EXTRAS) --group build pyproject.toml -o requirements.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--no-emit-index-url $(EXTRAS) --group dev pyproject.toml -o requirements-dev.txt

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(VENV)/.runs: requirements.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip uninstall -q -y --disable-pip-version-check watcher 2>/dev/null  # its name before
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.develops: requirements-dev.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	$(BIN)/python -m pip uninstall -q -y --disable-pip-version-check watcher 2>/dev/null  # its name before
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@ $(VENV)/.runs
