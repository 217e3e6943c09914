##@ Use it

.PHONY: run
run: setup web reader ## Start the whole system on this machine, until Ctrl-C (LLAVE_PORT, HTTPS=1)
	@exec $(PY) -m local.run

.PHONY: demo
demo: setup ## Run the main job over HTTP against the local cloud that runs, and print each step
	@$(PY) -m local.demo
