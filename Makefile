# textgen: `make demo` shows what it does, `make build` builds the program, `make test` checks everything.
.PHONY: demo build install test test-mpi mpi examples bench bench-peers bench-quality check-arm64 lint format libraries unicode-data

SWIFT ?= swift
PYTHON ?= python3
PREFIX ?= /usr/local
CORPUS ?= corpora/lantern-bay.txt
# The program starts in half the time with Swift's libraries inside it, and runs where there is no Swift.
RELEASE := build -c release --static-swift-stdlib
# MPI=1 builds a program that trains in several processes: `mpirun -n 4 .build/release/textgen train ...`.
MPI ?=
TRAITS := $(if $(MPI),--traits MPI)
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

# Installs the headers of ICU and SQLite where they are missing; asks for a password only then and only when not root.
libraries:
	@pkg-config --exists icu-i18n sqlite3 2>/dev/null || { \
	  echo "Installing libicu-dev and libsqlite3-dev (the headers of the Unicode and the database library) ..."; \
	  $(SUDO) apt-get update -qq && $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
	    libicu-dev libsqlite3-dev pkg-config make >/dev/null; }

# Installs Open MPI where no MPI is there.
mpi:
	@pkg-config --exists mpi-c 2>/dev/null && command -v mpirun >/dev/null || { \
	  echo "Installing libopenmpi-dev and openmpi-bin (programs that run in several processes) ..."; \
	  $(SUDO) apt-get update -qq && $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
	    libopenmpi-dev openmpi-bin >/dev/null; }

# Installs Unicode's conformance files, which the tests compare with and skip without.
unicode-data:
	@[ -e /usr/share/unicode/NormalizationTest.txt.bz2 ] && command -v bzip2 >/dev/null || { \
	  echo "Installing unicode-data and bzip2 (Unicode's conformance files) ..."; \
	  $(SUDO) apt-get update -qq && $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
	    unicode-data bzip2 >/dev/null; }

# Learns from the stories in corpora/ for a minute, then writes.
demo: build
	.build/release/textgen train corpora/lantern-bay.txt --time 60s --force
	@echo; echo '$$ textgen sample --seed "MARA:" --temperature 0.5'
	@.build/release/textgen sample --checkpoint checkpoints/lantern-bay.safetensors --seed "MARA:" --temperature 0.5

build: libraries $(if $(MPI),mpi)
	$(SWIFT) $(RELEASE) $(TRAITS) --product textgen

# Puts the program where the shell finds it, and the model that knows English where the program finds it: PREFIX=~/.local make install needs no administrator.
install: build
	install -D -m 755 .build/release/textgen $(DESTDIR)$(PREFIX)/bin/textgen
	install -D -m 644 checkpoints/english.safetensors $(DESTDIR)$(PREFIX)/share/textgen/english.safetensors

# One line for each suite, failures in full, and the closing line: what begins with ◇, up to its end in "started.", and
# tests that passed are left out.
QUIETLY := awk '/^◇/ || open { open = !/started\.$$/; next } /^✔ Test / && !/^✔ Test run/ { next } { print; fflush() }'

test: SHELL := /bin/bash
test: .SHELLFLAGS := -o pipefail -c
test: libraries
	@echo "Building (minutes, where nothing is built yet) ..."
	@$(SWIFT) build --build-tests --quiet
	@$(SWIFT) build --package-path Examples --quiet
	@$(SWIFT) test --skip-build --disable-xctest 2>&1 | $(QUIETLY)

# Builds the program with MPI, beside the one without, and runs the tests in which mpirun starts it.
test-mpi: SHELL := /bin/bash
test-mpi: .SHELLFLAGS := -o pipefail -c
test-mpi: libraries mpi
	@echo "Building (minutes, where nothing is built yet) ..."
	@$(SWIFT) build --traits MPI --scratch-path .build-mpi --product textgen --quiet
	@$(SWIFT) build --build-tests --quiet
	@TEXTGEN_MPI=$(CURDIR)/.build-mpi/debug/textgen $(SWIFT) test --skip-build --disable-xctest --filter MPICommandTests \
	  2>&1 | $(QUIETLY)

# Builds the programs in Examples/ as another package would and runs them: learns for a second, writes, scores lines.
examples: libraries
	@$(SWIFT) build --package-path Examples --quiet
	@model=$$(mktemp) && trap 'rm -f "$$model"' EXIT && Examples/.build/debug/LearnAndWrite $(CORPUS) "$$model" && \
	  head -n 5 $(CORPUS) | Examples/.build/debug/ScoreLines "$$model"

# This machine's limits and every product against them, then whole jobs; see Benchmarks/README.md. The measurement
# `benchmarks forecasts` takes minutes and is started by itself.
bench: libraries
	$(SWIFT) $(RELEASE)
	@for job in limits products "steps $(CORPUS)" sampling "sampling --streams 32 --threads 2" "scoring $(CORPUS)" \
	  "tokenising $(CORPUS)" "scaling $(CORPUS)"; do echo "# $$job"; .build/release/benchmarks $$job || exit 1; done

# The same beside PyTorch, in turn: PYTHON is one that has torch.
bench-peers: libraries
	$(SWIFT) $(RELEASE)
	$(PYTHON) Benchmarks/peers/compare.py $(CORPUS)

# Held-out losses of the defaults for budgets of arithmetic on CORPUS, three seeds each, and of the kinds of cells; hours
# on a small computer. CORPUS may be several texts.
bench-quality: libraries
	$(SWIFT) $(RELEASE)
	$(PYTHON) Benchmarks/quality.py defaults $(CORPUS)
	$(PYTHON) Benchmarks/quality.py cells $(CORPUS) --tflop 5

# Compiles the products for arm64 and looks whether they became vector instructions.
check-arm64:
	Benchmarks/check-arm64.sh

SWIFT_FILES := Package.swift Sources Tests Benchmarks Examples/Package.swift Examples/LearnAndWrite Examples/ScoreLines

lint:
	$(SWIFT) format lint --strict --recursive --parallel $(SWIFT_FILES)

format:
	$(SWIFT) format --in-place --recursive --parallel $(SWIFT_FILES)
