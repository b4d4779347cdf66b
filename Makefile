# Parvis: the targets that people and the CI use. Everything that is more than a call of cargo stands in `xtask`.

CARGO := cargo
PYTHON := clients/.venv/bin/python
DATA := ./data
DEMO_DATA := ./demo-data

.DEFAULT_GOAL := help
.PHONY: help web run demo test setup lint rust-tests web-tests client-tests browser-tests bench deny

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

web: web/dist/index.html ## Build the web client into web/dist

web/node_modules/.package-lock.json: web/package-lock.json
	npm ci --no-audit --no-fund --ignore-scripts --silent --prefix web

WEB_SOURCES := $(shell find web/src web/public web/catalogues web/scripts web/index.html web/vite.config.ts -type f)

web/dist/index.html: web/node_modules/.package-lock.json $(WEB_SOURCES)
	npm run --silent --prefix web build

run: web ## Build and start the server on an embedded database in ./data
	$(CARGO) run --quiet --profile quick --package parvis-server --bin parvis -- serve --data $(DATA)

demo: web ## Fill ./demo-data with a believable community and start the server on it
	test -e $(DEMO_DATA)/parvis.sqlite || $(CARGO) run --quiet --profile quick --package parvis-server --bin parvis -- demo --data $(DEMO_DATA)
	$(CARGO) run --quiet --profile quick --package parvis-server --bin parvis -- serve --data $(DEMO_DATA)

test: setup web lint rust-tests web-tests client-tests browser-tests ## Everything: what tests need, lints, Rust, real client libraries, the web client in a browser

setup: ## Install what the tests need and is missing
	$(CARGO) xtask setup

lint: ## Format, clippy and the repository's own rules
	$(CARGO) fmt --all --check
	$(CARGO) fmt --check --manifest-path clients/rust/Cargo.toml
	$(CARGO) xtask tidy
	$(CARGO) clippy --workspace --all-targets --quiet -- --deny warnings

rust-tests: ## Unit, contract and integration tests
	$(CARGO) test --workspace --quiet

web-tests: ## Types, catalogues, lints and unit tests of the web client
	npm run --silent --prefix web check
	npm run --silent --prefix web lint
	npm run --silent --prefix web test

browser-tests: web ## The web client in Chromium against the built server
	$(CARGO) test --workspace --quiet --no-run
	npm run --silent --prefix web browser

client-tests: ## Five client libraries against the built server
	$(CARGO) test --workspace --quiet --no-run
	$(CARGO) build --quiet --locked --manifest-path clients/rust/Cargo.toml --target-dir clients/rust/target
	$(PYTHON) -m pytest clients/tests

bench: ## The figures of bench/README.md, measured on this machine
	bench/run

deny: ## Licences, known vulnerabilities and sources, where cargo-deny is installed
	cargo-deny check
