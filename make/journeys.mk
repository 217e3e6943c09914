# The journey with a client library of others needs it installed.
JOURNEY_CLIENTS := tests/journeys/clients/node_modules/.package-lock.json

test: $(JOURNEY_CLIENTS)

$(JOURNEY_CLIENTS): tests/journeys/clients/package.json tests/journeys/clients/package-lock.json | setup
	@cd tests/journeys/clients && $(NPM) ci --silent
	@touch $@
