# Llave. `make help` says what there is; each target prepares what it needs.
SHELL := /bin/bash
.DEFAULT_GOAL := help
ENV ?= local
PY := .venv/bin/python
export PYTHONPATH := $(CURDIR):$(CURDIR)/layers/shared/python

# The environment: made when it is missing or when its lock file changed.
SETUP := make/setup.sh .venv requirements/dev.txt

##@ Use it

.PHONY: help setup
help: ## This text
	@awk 'BEGIN {FS = ":.*## "} \
	  /^##@ / {part = substr($$0, 5); if (!(part in of)) order[++parts] = part} \
	  /^[a-z][a-z-]*:.*## / {of[part] = of[part] sprintf("  make %-14s %s\n", $$1, $$2)} \
	  END {for (n = 1; n <= parts; n++) printf "\n%s\n%s", order[n], of[order[n]]}' $(MAKEFILE_LIST)
	@printf '\nVariables: %s\n           %s\n           %s\n' \
	  'ENV=local|test|prod for synth, deploy, diff, preflight and operate; for run and demo HTTPS=1,' \
	  'LLAVE_PORT, LLAVE_AGENCY_PORT, LLAVE_REGISTRIES_PORT, LLAVE_READER_PORT, LLAVE_WORKFORCE_PORT,' \
	  'LLAVE_EMULATOR_PORT, LLAVE_STATE_DIR (where it keeps what it knows, .local), LLAVE_POPULATION: docs/local-cloud.md'

setup: ## Create .venv from the hashed requirements (done once; the others call it)
	@$(SETUP)

##@ Check it

# In processes of their own, on every core; the rest by files, in two processes with a local cloud each,
# because much of it waits. In the order of the folders: pytest-xdist would leave files of few tests for
# the end, and those are the long ones.
FAST := tests/unit tests/architecture tests/infra tests/adapters tests/functions
SLOW := $(filter-out $(FAST) tests/__pycache__,$(patsubst %/,%,$(wildcard tests/*/)))

.PHONY: check test lint templates fmt snapshot
check: setup web ## Style, types, architecture, templates, unit tests: six to seven minutes on two cores
	@$(MAKE) --no-print-directory -j 2 lint templates
	$(PY) -m pytest -q -n auto --dist worksteal $(FAST)

test: check ## Everything: check, then the journeys and threats against the local cloud
	$(PY) -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder $(SLOW)

lint: setup web
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check --quiet .
	@$(PY) -m mypy

templates: setup web
	@$(PY) -m infra.app local test prod

fmt: setup ## Put the code into its form, and repair what can be repaired
	@$(PY) -m ruff check --fix --quiet . ; $(PY) -m ruff format .

snapshot: setup ## Accept the templates as they are now (tests/infra/snapshots), to be read in the diff
	@LLAVE_SNAPSHOT=write $(PY) -m pytest -q tests/infra -k snapshot

##@ Deploy it

.PHONY: synth bootstrap deploy diff preflight lock clean
synth: setup web ## Write the CloudFormation of ENV into cdk.out/ENV
	@$(PY) -m infra.app $(ENV) && echo "cdk.out/$(ENV)"

bootstrap: synth ## Make the account and both regions ready for the CDK CLI, once
	@$(PY) -m infra.deploy $(ENV) --bootstrap

deploy: synth ## Deploy ENV into AWS by the CDK CLI (docs/operations.md)
	@$(PY) -m infra.deploy $(ENV)

diff: synth ## What a deployment of ENV would change
	@$(PY) -m infra.deploy $(ENV) --diff

preflight: setup ## What an operator must have in order before deploying ENV
	@$(PY) -m infra.preflight $(ENV)

##@ Keep it

lock: setup ## Write requirements/*.txt anew from requirements/*.in
	@make/lock.sh $(LOCK_OPTIONS)

clean: ## Forget what was built and the state of the local cloud; keep the environments
	@if [ -x $(PY) ]; then $(PY) -m local.run --forget; fi
	@rm -rf build cdk.out web/dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

include $(wildcard make/*.mk)
