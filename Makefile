# Two commands do everything on a fresh machine that has a Swift toolchain (6.2 or later):
#   make demo    watch a simulated athlete's set being followed live
#   make test    build everything and run every test
SHELL := /bin/bash
BUILD ?= .build
SWIFT ?= swift
# A toolchain's own runtime need not be on the target machine.
RELEASE := --scratch-path $(BUILD) -c release --static-swift-stdlib
PROGRAMS := sinewd sinewctl sinew-kiosk sinew-bridge sinew-bluetooth-launcher
BINARIES := $(BUILD)/release
COMPILE := $(SWIFT) build $(RELEASE)
CHECKOUTS := $(BUILD)/checkouts

# make deb ARCH=arm64 (or release, or install): for the Raspberry Pi, from an amd64 Debian, as root.
ARM64 ?= $(BUILD)/arm64
ifeq ($(ARCH),arm64)
BINARIES := $(ARM64)/ship/release
COMPILE := debian/arm64/build.sh $(ARM64) $(ARM64)/ship ship -c release --static-swift-stdlib
CHECKOUTS := $(ARM64)/ship/checkouts
RUN := qemu-aarch64-static -L $(abspath $(ARM64))/sdks/ship.artifactbundle/arm64/sysroot
STRIP := --strip-program=llvm-strip
DEB := --host-arch=arm64
endif
DATASETS ?= ../shared/datasets

# package=why; the build needs them, the list is what `make deps` installs when missing.
DEBIAN_PACKAGES := \
  libbluetooth-dev="sensors over Bluetooth" \
  libcrypt-dev="to keep PINs as hashes only" \
  libmosquitto-dev="to publish on a broker of MQTT" \
  libsqlite3-dev="the history of what was trained" \
  libudev-dev="hot-plug of USB sensors" \
  zlib1g-dev="to read compressed recordings"

.PHONY: help demo screen test deps build release lint format man install uninstall deb bench \
  accuracy accuracy-quick bursts peers kiosk-ready kiosk-test kiosk-soak kiosk-figures kiosk-pictures \
  corruption vm-test new-device tsan fuzz clean
.PHONY: units fault soak arm64 readback export-speed

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 20

deps:  ## install the Debian packages the build needs, if any is missing
	@missing=(); for entry in $(DEBIAN_PACKAGES); do \
	  name=$${entry%%=*}; \
	  dpkg-query -W -f='$${Status}' "$$name" 2>/dev/null | grep -q 'ok installed' && continue; \
	  echo "missing: $$name ($${entry#*=})"; missing+=("$$name"); \
	done; \
	if [ $${#missing[@]} -gt 0 ]; then \
	  command -v apt-get >/dev/null || { echo "not a Debian system: please install $${missing[*]} yourself" >&2; exit 1; }; \
	  sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	  echo "installing: $${missing[*]}"; \
	  $$sudo apt-get install -y --no-install-recommends "$${missing[@]}" >/dev/null 2>&1 || \
	    { $$sudo apt-get update -q && $$sudo apt-get install -y --no-install-recommends "$${missing[@]}"; }; \
	fi
	@command -v $(SWIFT) >/dev/null || { echo "no Swift toolchain: see https://www.swift.org/install (6.2 or later)" >&2; exit 1; }

demo: deps  ## a simulated athlete's set, followed live in this terminal
	@echo "building sinewd and sinewctl (a few minutes the first time)"
	@$(SWIFT) build --scratch-path $(BUILD) --product sinewd 2>&1 | grep -E "error|warning: unre|Compiling|Build" | tail -3
	@$(SWIFT) build --scratch-path $(BUILD) --product sinewctl 2>&1 | grep -E "error|Build" | tail -3
	@$(BUILD)/debug/sinewctl demo

SCREEN_PORT ?= 7846

screen: deps  ## the demo without end, with the kiosk's screen at http://127.0.0.1:7846/
	@echo "building (a few minutes the first time)"
	@for product in sinewd sinewctl sinew-kiosk; do \
	  $(SWIFT) build --scratch-path $(BUILD) --product $$product 2>&1 | grep -E "error|Build" | tail -3; \
	done
	@echo "the screen: http://127.0.0.1:$(SCREEN_PORT)/"
	@$(BUILD)/debug/sinewctl demo --forever --screen $(SCREEN_PORT)

STORIES := SystemTests|SinewLinksTests

test: deps  ## build everything, run every test
	$(SWIFT) build --scratch-path $(BUILD) --build-tests
	$(SWIFT) test --scratch-path $(BUILD) --skip-build --parallel --skip "$(STORIES)"
	@# Stories in real time, with nothing else taking the processor from athletes and sensors.
	$(SWIFT) test --scratch-path $(BUILD) --skip-build --filter "$(STORIES)"

lint:  ## formatting and style
	$(SWIFT) format lint --strict --recursive Sources Tests Package.swift

format:  ## rewrite the sources in the house style
	$(SWIFT) format --in-place --recursive Sources Tests Package.swift

release: deps
	@if [ "$(ARCH)" = arm64 ]; then debian/arm64/sdk.sh $(ARM64); fi
	@for program in $(PROGRAMS); do \
	  echo "building $$program"; $(COMPILE) --product $$program || exit 1; \
	done

PREFIX ?= /usr
BIN := $(DESTDIR)$(PREFIX)/bin
SHARE := $(DESTDIR)$(PREFIX)/share

# Made by the argument parser's own tool from what the programs say of themselves.
MANUAL := $(BUILD)/manual
MANUAL_DATE ?= $(shell git log -1 --format=%cs 2>/dev/null || date +%F)

man: release  ## the manual pages, in the build folder
	$(SWIFT) build --package-path $(CHECKOUTS)/swift-argument-parser --scratch-path $(MANUAL) \
	  --product generate-manual
	@rm -rf $(MANUAL)/pages && mkdir -p $(MANUAL)/pages
	@# The tool runs the programs by their names alone: those of another processor by a script.
	@mkdir -p $(MANUAL)/run
	@for program in $(filter-out %-launcher,$(PROGRAMS)); do \
	  printf '#!/bin/sh\nexec %s "$$@"\n' "$(RUN) $(abspath $(BINARIES))/$$program" > $(MANUAL)/run/$$program && \
	  chmod +x $(MANUAL)/run/$$program && \
	  $(MANUAL)/debug/generate-manual $(MANUAL)/run/$$program --multi-page --date $(MANUAL_DATE) \
	    --output-directory $(MANUAL)/pages || exit 1; \
	done
	@# `man sinewctl watch` looks for sinewctl-watch, and so does the index of pages by their names.
	@cd $(MANUAL)/pages && for page in *.*.1; do \
	  name=$${page%.1}; words="$${name//./ }"; name=$${name//./-}; \
	  sed -e "/^\.Dt/s/\([A-Z]\)\.\([A-Z]\)/\1-\2/g" \
	    -e "/^\.Sh NAME/,/^\.Nd/s/^\.Nm .*/.Nm $$name/" \
	    -e "s/^\.Nm$$/.Nm \"$$words\"/" \
	    "$$page" > "$$name.1" && \
	  rm "$$page" || exit 1; \
	done

install: release man  ## put everything where Debian expects it (DESTDIR honoured)
	@for program in $(filter-out %-launcher,$(PROGRAMS)); do \
	  install -s $(STRIP) -D -m 0755 $(BINARIES)/$$program $(BIN)/$$program || exit 1; \
	done
	install -s $(STRIP) -D -m 0755 $(BINARIES)/sinew-bluetooth-launcher $(DESTDIR)$(PREFIX)/lib/sinew/sinew-bluetooth-launcher
	install -D -m 0644 -t $(DESTDIR)/lib/systemd/system systemd/*.service systemd/*.socket systemd/*.timer
	install -D -m 0644 systemd/sinew.sysctl $(DESTDIR)$(PREFIX)/lib/sysctl.d/60-sinew.conf
	install -D -m 0644 systemd/sinew.sysusers $(DESTDIR)$(PREFIX)/lib/sysusers.d/sinew.conf
	install -D -m 0644 udev-rules/60-sinew.rules $(DESTDIR)/lib/udev/rules.d/60-sinew.rules
	install -D -m 0644 -t $(SHARE)/sinew/exercises Sources/SinewCoaching/Exercises/*.yaml
	install -D -m 0644 -t $(SHARE)/doc/sinew Docs/*.md Docs/*.json Docs/sinew.yaml
	install -D -m 0644 -t $(SHARE)/doc/sinew/Pictures Docs/Pictures/*.png
	install -D -m 0644 -t $(SHARE)/doc/sinew/examples Docs/Examples/*.* Docs/Examples/MyoWare/MyoWare.ino
	install -D -m 0644 -t $(SHARE)/doc/sinew/clients Docs/Clients/*.*
	install -D -m 0644 -t $(SHARE)/man/man1 $(MANUAL)/pages/*.1
	install -d -m 0755 $(DESTDIR)/etc/sinew/conf.d $(DESTDIR)/etc/sinew/exercises
	@if [ -e $(DESTDIR)/etc/sinew/sinew.yaml ]; then \
	  echo "keeping $(DESTDIR)/etc/sinew/sinew.yaml"; \
	else \
	  install -D -m 0644 systemd/sinew.yaml $(DESTDIR)/etc/sinew/sinew.yaml; \
	fi
	install -d $(SHARE)/bash-completion/completions $(SHARE)/zsh/vendor-completions $(SHARE)/fish/vendor_completions.d
	@for program in $(filter-out %-launcher,$(PROGRAMS)); do \
	  $(RUN) $(BINARIES)/$$program --generate-completion-script bash > $(SHARE)/bash-completion/completions/$$program && \
	  $(RUN) $(BINARIES)/$$program --generate-completion-script zsh > $(SHARE)/zsh/vendor-completions/_$$program && \
	  $(RUN) $(BINARIES)/$$program --generate-completion-script fish > $(SHARE)/fish/vendor_completions.d/$$program.fish || exit 1; \
	done
	@[ -n "$(DESTDIR)" ] || echo "now: systemd-sysusers && udevadm control --reload && systemctl daemon-reload && systemctl enable --now sinewd.service"

deb: deps  ## a Debian package of release builds, in the build folder; ARCH=arm64 for the Raspberry Pi
	@command -v dh >/dev/null || { sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	  tools="debhelper dpkg-dev fakeroot"; \
	  $$sudo apt-get install -y -q --no-install-recommends $$tools >/dev/null || \
	    { $$sudo apt-get update -q && $$sudo apt-get install -y -q --no-install-recommends $$tools >/dev/null; }; }
	BUILD=$(BUILD) ARCH=$(ARCH) ARM64=$(ARM64) dpkg-buildpackage --build=binary --no-sign \
	  --no-check-builddeps $(DEB) 2>&1 | grep -v --line-buffered 'CC system type'; exit $${PIPESTATUS[0]}
	@mkdir -p $(BUILD)/deb && mv ../sinew_*.deb ../sinew_*.buildinfo ../sinew_*.changes $(BUILD)/deb/ && \
	  ls $(BUILD)/deb/*.deb

uninstall:  ## take the installed files away; configuration and state stay
	for program in $(filter-out %-launcher,$(PROGRAMS)); do \
	  rm -f $(BIN)/$$program $(SHARE)/bash-completion/completions/$$program \
	    $(SHARE)/zsh/vendor-completions/_$$program $(SHARE)/fish/vendor_completions.d/$$program.fish \
	    $(SHARE)/man/man1/$$program.1 $(SHARE)/man/man1/$$program-*.1; \
	done
	rm -f $(DESTDIR)/lib/systemd/system/sinew*.service $(DESTDIR)/lib/systemd/system/sinew-metrics.timer \
	  $(DESTDIR)/lib/systemd/system/sinewd-*.socket $(DESTDIR)$(PREFIX)/lib/sysusers.d/sinew.conf \
	  $(DESTDIR)$(PREFIX)/lib/sysctl.d/60-sinew.conf $(DESTDIR)/lib/udev/rules.d/60-sinew.rules
	rm -rf $(SHARE)/sinew $(SHARE)/doc/sinew $(DESTDIR)$(PREFIX)/lib/sinew

clean:  ## remove the build folders
	rm -rf .build .build-*

BENCH_ROUNDS ?= 5

bench: deps  ## speed, latency, memory and allocations of release builds, beside peers in C
	$(SWIFT) build $(RELEASE) --product sinewd
	$(SWIFT) build $(RELEASE) --product sinew-bench
	@Tests/Benchmarks/run.sh $(BUILD) $(BENCH_ROUNDS)

.PHONY: truth
truth: deps  ## what the coach claims of a thousand simulated seasons without cause
	@$(SWIFT) build $(RELEASE) --product sinewctl 2>&1 | grep -E "error|Build" || true
	@$(BUILD)/release/sinewctl simulate truth $(TRUTH)

accuracy:  ## how near the truth the engine comes on real people's recordings; writes Docs/Accuracy.md
	@if [ ! -e "$(DATASETS)/manifest.json" ]; then \
	  echo "skipped: no recordings in $(DATASETS) (make accuracy DATASETS=FOLDER names another)"; \
	else \
	  $(MAKE) --no-print-directory deps && \
	  $(SWIFT) build $(RELEASE) --product sinewctl && \
	  { [ -e $(BUILD)/accuracy/bin/python ] || python3 -m venv $(BUILD)/accuracy; } && \
	  $(BUILD)/accuracy/bin/pip install -q -r Tests/Accuracy/requirements.txt && \
	  $(BUILD)/accuracy/bin/python -B Tests/Accuracy/accuracy.py $(BUILD)/release/sinewctl \
	    --datasets "$(DATASETS)" --hard $(BUILD)/accuracy/hard --write Docs $(ACCURACY) && \
	  $(MAKE) --no-print-directory bursts; \
	fi

accuracy-quick:  ## the recordings as they are, a table on the screen; needs nothing but Python
	@if [ ! -e "$(DATASETS)/manifest.json" ]; then \
	  echo "skipped: no recordings in $(DATASETS) (make accuracy-quick DATASETS=FOLDER names another)"; \
	else \
	  $(MAKE) --no-print-directory deps && \
	  $(SWIFT) build $(RELEASE) --product sinewctl && \
	  python3 -B Tests/Accuracy/accuracy.py $(BUILD)/release/sinewctl --datasets "$(DATASETS)" $(ACCURACY); \
	fi

BURST_SEEDS ?= 3

bursts:  ## the same for synthetic bursts, beside NeuroKit2, BioSPPy, myonset and SciPy
	$(MAKE) --no-print-directory deps && $(SWIFT) build $(RELEASE) --product sinewctl
	@[ -e $(BUILD)/bursts/bin/python ] || python3 -m venv $(BUILD)/bursts
	@python=$(BUILD)/bursts/bin/python; \
	if $$python -m pip install -q -r Tests/Accuracy/requirements-bursts.txt; then \
	  $$python -B Tests/Accuracy/bursts.py $(BUILD)/release/sinewctl --seeds $(BURST_SEEDS) \
	    --peers $$python --false --write Docs; \
	else \
	  echo "the packages can't be had: without them"; \
	  python3 -B Tests/Accuracy/bursts.py $(BUILD)/release/sinewctl --seeds $(BURST_SEEDS) --false; \
	fi

# The verifier is off because the sanitizer's pass makes what it refuses (a bitcast from an integer
# to a pointer, which generates the right code); optimised, or the engine's tests take an hour.
TSAN := --package-path Tests/ThreadSanitizer --scratch-path $(abspath $(BUILD))/tsan -c release --sanitize thread

tsan: deps  ## ring and engine under the thread sanitizer
	$(SWIFT) build $(TSAN) --build-tests -Xswiftc -enable-testing -Xswiftc -use-ld=lld \
	  -Xswiftc -Xfrontend -Xswiftc -disable-llvm-verify -Xlinker --wrap=__tsan_external_write
	SWIFT_BACKTRACE=enable=no SINEW_DATASETS=/nonexistent $(SWIFT) test $(TSAN) --skip-build --parallel 2>&1 \
	  | grep -vE "^(◇|✔ (Test [^r]|Suite))"; exit $${PIPESTATUS[0]}

new-device:  ## begin a device family: make new-device NAME=vendor-product
	@[ -n "$(NAME)" ] || { echo "which one? make new-device NAME=vendor-product" >&2; exit 1; }
	@$(SWIFT) build --scratch-path $(BUILD) --product sinewctl 2>&1 | grep -E "error|Build" | tail -3
	@$(BUILD)/debug/sinewctl new-device --root . -- "$$NAME"

units:  ## the systemd units as systemd judges them: faults, and how exposed they are
	@Tests/Units/check.sh

readback: deps  ## exported files and LSL streams as pyedflib, MNE, pyxdf and pylsl read them
	@for product in sinewd sinewctl; do \
	  $(SWIFT) build --scratch-path $(BUILD) --product $$product 2>&1 | grep -E "error|Build" | tail -3; \
	done
	@[ -e $(BUILD)/readback/bin/python ] || python3 -m venv $(BUILD)/readback
	@$(BUILD)/readback/bin/pip install -q -r Tests/Readback/requirements.txt
	@timeout 300 $(BUILD)/readback/bin/python -B Tests/Readback/readback.py $(BUILD)/debug/sinewctl
	@timeout 150 $(BUILD)/readback/bin/python -B Tests/Readback/lsl.py $(BUILD)/debug

export-speed: deps  ## how fast hours of recording are exported, and in how much memory
	$(SWIFT) build $(RELEASE) --product sinewctl
	@python3 -B Tests/Readback/speed.py $(BUILD)/release/sinewctl

arm64:  ## build the package for the Raspberry Pi and try it here under emulation
	@$(SWIFT) build --scratch-path $(BUILD) --product sinewctl 2>&1 | grep -E "error|Build" | tail -3
	@debian/arm64/check.sh $(ARM64) $(BUILD)

vm-test:  ## the package installed in a machine of Debian packages; sensors plugged in and out
	@if why=$$(Tests/VM/needs.sh); then \
	  rm -f $(BUILD)/deb/sinew_*_amd64.deb && \
	  $(MAKE) --no-print-directory deb && \
	  Tests/VM/build-image.sh $(BUILD)/vm/image && \
	  { [ -e $(BUILD)/vm/python/bin/python ] || python3 -m venv $(BUILD)/vm/python; } && \
	  $(BUILD)/vm/python/bin/pip install -q -r Tests/VM/requirements.txt && \
	  $(BUILD)/vm/python/bin/pip install -q --upgrade --target $(BUILD)/vm/guest-python \
	    -r Tests/VM/requirements-guest.txt && \
	  python3 -B Tests/VM/vm_test.py $(BUILD)/vm $(BUILD)/deb/sinew_*_amd64.deb; \
	else echo "skipped: $$why"; fi

CORRUPTION_SECONDS ?= 3600

FAULT ?=

fault: deps  ## kill, starve, fill and flood a real daemon (FAULT=--long for the long form)
	@for product in sinewd sinewctl; do \
	  $(SWIFT) build --scratch-path $(BUILD) --product $$product 2>&1 | grep -E "error|Build" | tail -3; \
	done
	@[ -e $(BUILD)/fault/bin/python ] || python3 -m venv $(BUILD)/fault
	@$(BUILD)/fault/bin/pip install -q -r Tests/Fault/requirements.txt || \
	  echo "no prometheus_client to be had: its check is skipped"
	$(BUILD)/fault/bin/python -B Tests/Fault/faults.py $(BUILD)/debug $(FAULT)

TRAINING_HOURS ?= 24

soak: deps  ## a day of training through engine and coach: no repetition lost, memory flat
	$(SWIFT) build $(RELEASE) --product sinewctl
	python3 -B Tests/Fault/soak.py $(BUILD)/release/sinewctl --hours $(TRAINING_HOURS)

corruption: deps  ## an hour of each family's stream with a tenth of its bytes wrong
	$(SWIFT) run -c release --package-path Tests/Corruption \
	  --scratch-path $(abspath $(BUILD))/corruption sinew-corruption $(CORRUPTION_SECONDS)

FUZZ_SECONDS ?= 240

fuzz: deps  ## replay the kept inputs, then four minutes of fuzzing (FUZZ_SECONDS=N for more)
	SINEW_FUZZ_BUILD=$(abspath $(BUILD))/fuzz Tests/Fuzz/fuzz.sh $(FUZZ_SECONDS)

KIOSK := SINEW_PROGRAMS=$(abspath $(BUILD))/debug SINEW_PICTURES=$(abspath $(BUILD))/pictures
KIOSK_PYTHON := $(BUILD)/kiosk/bin/python -B

kiosk-ready: deps
	@for product in sinewd sinewctl sinew-kiosk; do \
	  $(SWIFT) build --scratch-path $(BUILD) --product $$product || exit 1; \
	done
	@command -v chromium >/dev/null && command -v chromedriver >/dev/null && \
	  command -v espeak-ng >/dev/null || { \
	  sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	  $$sudo apt-get update -q && $$sudo apt-get install -y -q --no-install-recommends \
	    chromium chromium-driver espeak-ng fonts-dejavu-core >/dev/null; }
	@[ -e $(BUILD)/kiosk/bin/python ] || python3 -m venv $(BUILD)/kiosk
	@$(BUILD)/kiosk/bin/pip install -q -r Tests/Kiosk/requirements.txt

kiosk-test: kiosk-ready  ## the screen in a real browser (Chromium from Debian), on the real daemon
	$(KIOSK) $(KIOSK_PYTHON) -m pytest -q -p no:cacheprovider $(PYTEST) Tests/Kiosk

SOAK_HOURS ?= 12

kiosk-soak: kiosk-ready  ## twelve hours of a busy floor at speed: does the page grow?
	$(KIOSK_PYTHON) Tests/Kiosk/soak.py $(BUILD)/debug $(SOAK_HOURS)

kiosk-figures: kiosk-ready  ## line to painted picture, cost of a frame, memory with 100 browsers
	@$(SWIFT) build $(RELEASE) --product sinew-kiosk && $(SWIFT) build $(RELEASE) --product sinewd
	$(KIOSK_PYTHON) Tests/Kiosk/figures.py $(BUILD)/release

BRIDGE_PYTHON := $(BUILD)/bridge/bin/python -B

.PHONY: bridge-ready bridge-test bridge-figures
bridge-ready: deps
	@command -v mosquitto >/dev/null || [ -x /usr/sbin/mosquitto ] || { \
	  sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	  $$sudo apt-get update -q && \
	  $$sudo apt-get install -y -q --no-install-recommends mosquitto openssl >/dev/null; }
	@[ -e $(BUILD)/bridge/bin/python ] || python3 -m venv $(BUILD)/bridge
	@$(BUILD)/bridge/bin/pip install -q -r Tests/Bridge/requirements.txt

bridge-test: bridge-ready  ## sinew-bridge against a real Mosquitto from Debian: outages, cuts, certificates
	@for product in sinewd sinewctl sinew-bridge; do \
	  $(SWIFT) build --scratch-path $(BUILD) --product $$product || exit 1; \
	done
	SINEW_PROGRAMS=$(abspath $(BUILD))/debug $(BRIDGE_PYTHON) -m pytest -q -p no:cacheprovider $(PYTEST) Tests/Bridge

OUTAGE_HOURS ?= 24

bridge-figures: bridge-ready  ## delay and cost of the bridge, size and drain of an outage (OUTAGE_HOURS=24)
	@$(SWIFT) build $(RELEASE) --product sinew-bridge
	$(BRIDGE_PYTHON) Tests/Bridge/figures.py $(BUILD)/release --hours $(OUTAGE_HOURS)

kiosk-pictures: kiosk-ready  ## the pictures of Docs/Kiosk.md, from the simulated athlete
	$(KIOSK_PYTHON) Tests/Kiosk/pictures.py $(BUILD)/debug Docs/Pictures

peers: deps  ## other people's clients against the emulators and the drivers
	$(SWIFT) build --scratch-path $(BUILD) --product sinewctl
	[ -e $(BUILD)/peers/bin/python ] || python3 -m venv $(BUILD)/peers
	$(BUILD)/peers/bin/pip install -q -r Tests/Peers/requirements.txt
	$(BUILD)/peers/bin/pip install -q --no-deps -r Tests/Peers/requirements-alone.txt
	$(BUILD)/peers/bin/python -B Tests/Peers/peers.py $(BUILD)/debug/sinewctl
