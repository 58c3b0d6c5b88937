# Everything a person types. Each target makes what it needs; nothing has to be installed by hand.
PYTHON ?= python3
VENV := .venv
POLLS ?= 100000
SCHEDULES ?= 2000
SEED ?= 1
# without stored bytecode every process that a test starts compiles all of us anew
unexport PYTHONDONTWRITEBYTECODE
CLICKS ?= 10000
ROUNDS ?= 200
SECONDS ?= 60
RUN := $(VENV)/bin/python
PIP := $(RUN) -m pip install --quiet --disable-pip-version-check

.PHONY: demo test long browser lint advisories lock bench soak clicks kills fuzz mutation pictures gallery clean

demo: $(VENV)/.runtime
	@exec $(RUN) -m bot demo $(ARGS)

test: $(VENV)/.dev
	$(RUN) -m pytest -n 6 --dist worksteal $(ARGS)

long: $(VENV)/.dev
	$(RUN) -m pytest -n 6 --dist worksteal -m long $(ARGS)

browser: $(VENV)/.dev
	$(RUN) -m pytest tests/browser -m browser -p no:xdist $(ARGS)

lint: $(VENV)/.dev
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy
	$(RUN) -m mypy .ci/advisories.py
	$(VENV)/bin/lint-imports --no-cache
	$(RUN) -m bandit --quiet --configfile pyproject.toml --recursive bot providers state benchmarks fuzz docs .ci

# published faults of the locked packages; says so and passes when no service can be reached
advisories: $(VENV)/.dev
	@$(RUN) .ci/advisories.py requirements-dev.txt

lock: $(VENV)/.dev
	$(RUN) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
	  --custom-compile-command "make lock" pyproject.toml -o requirements.txt
	$(RUN) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
	  --custom-compile-command "make lock" --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt
	$(RUN) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
	  --custom-compile-command "make lock" --extra fuzz -c requirements.txt pyproject.toml -o requirements-fuzz.txt
	$(RUN) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
	  --custom-compile-command "make lock" --extra mutation -c requirements.txt -c requirements-dev.txt \
	  pyproject.toml -o requirements-mutation.txt

bench: $(VENV)/.dev
	$(RUN) -m benchmarks $(ARGS)

# whole lives of the bot under faults; with POLLS=... the polls of providers alone
soak: $(VENV)/.dev
ifeq ($(origin POLLS), file)
	@$(RUN) -m tests.simulation SCHEDULES=$(SCHEDULES) SEED=$(SEED) $(ARGS)
else
	@$(RUN) -m tests.soak POLLS=$(POLLS) SEED=$(SEED) $(ARGS)
endif

clicks: $(VENV)/.dev
	@$(RUN) -m tests.clicks CLICKS=$(CLICKS) SEED=$(SEED) $(ARGS)

kills: $(VENV)/.dev
	@$(RUN) -m tests.kills ROUNDS=$(ROUNDS) SEED=$(SEED) $(ARGS)

fuzz: $(VENV)/.fuzz
	$(RUN) -m fuzz SECONDS=$(SECONDS) $(ARGS)

# small faults in the pure core, in a copy; ARGS=state/changes.py for one module
mutation: $(VENV)/.mutation
	@$(RUN) -m tests.mutation $(ARGS)

pictures: $(VENV)/.dev
	$(RUN) -m docs.pictures

gallery: $(VENV)/.dev
	$(RUN) -m docs.gallery

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("Duewatch needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Say which with: make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: $(VENV)/bin/python requirements.txt pyproject.toml
	@echo "Installing the locked packages into $(VENV) ..."
	@$(PIP) --require-hashes -r requirements.txt
	@$(PIP) --no-deps -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.txt
	@$(PIP) --require-hashes -r requirements-dev.txt
	@touch $@

$(VENV)/.fuzz: $(VENV)/.runtime requirements-fuzz.txt
	@$(PIP) --require-hashes -r requirements-fuzz.txt
	@touch $@

$(VENV)/.mutation: $(VENV)/.dev requirements-mutation.txt
	@$(PIP) --require-hashes -r requirements-mutation.txt
	@touch $@

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis mutants
