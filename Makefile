# textgen: `make build` builds the program, `make test` checks everything.
.PHONY: build test lint format icu

SWIFT ?= swift
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

# Installs ICU's headers where they are missing; asks for a password only then and only when not root.
icu:
	@pkg-config --exists icu-i18n 2>/dev/null || { \
	  echo "Installing libicu-dev (the Unicode library's headers) ..."; \
	  $(SUDO) apt-get update -qq && $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq libicu-dev pkg-config make >/dev/null; }

build: icu
	$(SWIFT) build -c release --product textgen

test: icu
	$(SWIFT) test

lint:
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests

format:
	$(SWIFT) format --in-place --recursive --parallel Package.swift Sources Tests
