##@ Use it

.PHONY: run
run: setup web ## Start the whole system on this machine, until Ctrl-C (LLAVE_PORT, HTTPS=1)
	@exec $(PY) -m local.run
