# Parvis: the targets that people and the CI use. Everything that is more than a call of cargo stands in `xtask`.

CARGO := cargo
PYTHON := clients/.venv/bin/python
DATA := ./data
DEMO_DATA := ./demo-data

.DEFAULT_GOAL := help
.PHONY: help run demo test setup lint rust-tests client-tests bench deny

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Build and start the server on an embedded database in ./data
	$(CARGO) run --quiet --profile quick --package parvis-server --bin parvis -- serve --data $(DATA)

demo: ## Fill ./demo-data with a believable community and start the server on it
	test -e $(DEMO_DATA)/parvis.sqlite || $(CARGO) run --quiet --profile quick --package parvis-server --bin parvis -- demo --data $(DEMO_DATA)
	$(CARGO) run --quiet --profile quick --package parvis-server --bin parvis -- serve --data $(DEMO_DATA)

test: setup lint rust-tests client-tests ## Everything: what tests need, lints, Rust, real client libraries, the page

setup: ## Install what the tests need and is missing
	$(CARGO) xtask setup

lint: ## Format, clippy and the repository's own rules
	$(CARGO) fmt --all --check
	$(CARGO) fmt --check --manifest-path clients/rust/Cargo.toml
	$(CARGO) xtask tidy
	$(CARGO) clippy --workspace --all-targets --quiet -- --deny warnings

rust-tests: ## Unit, contract and integration tests
	$(CARGO) test --workspace --quiet

client-tests: ## Five client libraries and a browser against the built server
	$(CARGO) build --quiet --package parvis-server --bin parvis
	$(CARGO) build --quiet --locked --manifest-path clients/rust/Cargo.toml --target-dir clients/rust/target
	$(PYTHON) -m pytest clients/tests

bench: ## The figures of bench/README.md, measured on this machine
	bench/run

deny: ## Licences, known vulnerabilities and sources, where cargo-deny is installed
	cargo-deny check
