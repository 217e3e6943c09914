##@ Read documents

READER := .local/reader
READER_PY := $(READER)/bin/python

.PHONY: reader documents bench-accuracy bench-verification bench-outcomes
# Journeys of verification read documents.
test: reader

reader: ## Create the document reader's environment, .local/reader (500 MB)
	@make/setup.sh $(READER) requirements/reader.txt

documents: reader ## Draw synthetic documents: make documents CURP=GALA900514MDFRPN09 OPTIONS="--condition phone"
	@$(READER_PY) -m tools.documents --out build/documents --curp $(or $(CURP),GALA900514MDFRPN09) $(OPTIONS)

bench-accuracy: reader ## Measure reading and faces over 231 synthetic pictures (half an hour the first time)
	@nice $(READER_PY) -m bench.accuracy $(OPTIONS)

bench-outcomes: reader ## Decide about 60 whole cases, and about impostors with the same papers (docs/verification.md)
	@nice $(READER_PY) -m bench.outcomes $(OPTIONS)

bench-verification: setup ## Measure from handing in to the decision, on the local cloud that runs
	@$(PY) -m bench.verification
