##@ Operate it

.PHONY: operate openapi workflow bench-costs
operate: setup ## Have a job done: make operate ENV=local JOB=register-client FILE=client.json (docs/operations.md)
	@$(PY) -m tools.operate $(ENV) $(or $(JOB),$(error JOB is missing: make operate ENV=local JOB=check-keyring)) $(FILE)

openapi: setup ## Write docs/openapi.json from the catalogue and the handlers' models
	@$(PY) -m tools.openapi docs/openapi.json

workflow: setup ## Draw the workflow of a verification into docs/verification.md
	@$(PY) -m tools.workflow docs/verification.md

bench-costs: setup ## What a verification costs in AWS at list price, by part
	@$(PY) -m bench.costs
