# Every target is one call of packaging/bootstrap.py, which prepares the machine first. ARGS goes to the program.
PYTHON ?= python3
BOOTSTRAP = $(PYTHON) packaging/bootstrap.py

.PHONY: run test setup check bench pictures demo

run:      ; @$(BOOTSTRAP) run $(ARGS)
test:     ; @$(BOOTSTRAP) test $(ARGS)
setup:    ; @$(BOOTSTRAP) setup
check:    ; @$(BOOTSTRAP) check
bench:    ; @$(BOOTSTRAP) bench $(ARGS)
pictures: ; @$(BOOTSTRAP) pictures $(ARGS)
demo:     ; @$(BOOTSTRAP) demo $(ARGS)
