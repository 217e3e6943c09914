##@ Keep it

.PHONY: screenshots
screenshots: setup reader ## Take the README's pictures anew, from a local cloud that runs (docs/images)
	@$(PY) -m tools.screenshots
