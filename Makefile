# textgen: `make demo` shows what it does, `make build` builds the program, `make test` checks everything.
.PHONY: demo build test lint format icu

SWIFT ?= swift
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

# Installs ICU's headers where they are missing; asks for a password only then and only when not root.
icu:
	@pkg-config --exists icu-i18n 2>/dev/null || { \
	  echo "Installing libicu-dev (the Unicode library's headers) ..."; \
	  $(SUDO) apt-get update -qq && $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq libicu-dev pkg-config make >/dev/null; }

# Learns from the stories in corpora/ for a minute, then writes.
demo: build
	.build/release/textgen train corpora/lantern-bay.txt --time 60s --force
	@echo; echo '$$ textgen sample --seed "MARA:" --temperature 0.5'
	@.build/release/textgen sample --checkpoint checkpoints/lantern-bay.safetensors --seed "MARA:" --temperature 0.5

build: icu
	$(SWIFT) build -c release --product textgen

test: icu
	$(SWIFT) test

lint:
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests Benchmarks

format:
	$(SWIFT) format --in-place --recursive --parallel Package.swift Sources Tests Benchmarks
