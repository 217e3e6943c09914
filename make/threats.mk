##@ Check it

.PHONY: mutants
mutants: setup web ## Break Llave in the ways that the threats' tests must notice (docs/threats.md)
	@$(PY) -m tools.mutants $(THREATS)
