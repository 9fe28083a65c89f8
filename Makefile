# textgen: `make demo` trains a small model and writes with it; `make test` checks everything.
.PHONY: demo build test lint format bench icu

SWIFT ?= swift
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
TEXTGEN := .build/release/textgen

# Installs ICU's headers where they are missing; asks for a password only then and only when not root.
icu:
	@pkg-config --exists icu-i18n 2>/dev/null || { \
	  echo "Installing libicu-dev (the Unicode library's headers) ..."; \
	  $(SUDO) apt-get update -qq && $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq libicu-dev pkg-config make >/dev/null; }

build: icu
	$(SWIFT) build -c release --product textgen

demo: build
	$(TEXTGEN) train corpora/stories.txt --time 60s --output checkpoints/demo.safetensors --force
	$(TEXTGEN) sample --checkpoint checkpoints/demo.safetensors --seed "The old " --length 600 --temperature 0.6

test: icu
	$(SWIFT) test

lint:
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests

format:
	$(SWIFT) format --in-place --recursive --parallel Package.swift Sources Tests
