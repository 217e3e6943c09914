##@ Operate it

.PHONY: operate openapi
operate: setup ## Have a job done: make operate ENV=local JOB=register-client FILE=client.json (docs/operations.md)
	@$(PY) -m tools.operate $(ENV) $(or $(JOB),$(error JOB is missing: make operate ENV=local JOB=check-keyring)) $(FILE)

openapi: setup ## Write docs/openapi.json from the catalogue and the handlers' models
	@$(PY) -m tools.openapi docs/openapi.json
