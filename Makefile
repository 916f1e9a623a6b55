# The portal's commands. `make run` needs nothing but Python >= 3.11 and make.

PYTHON ?= $(firstword $(foreach p,python3 python3.13 python3.12 python3.11,$(shell $(p) -c \
	'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(p))) python3)
VENV := .venv
PY := $(VENV)/bin/python
# The checks that load settings use the tests' own data folder.
UJI := HAI_LURAH_UJI=1 DATA_DIR=.data/uji

.PHONY: run test check fmt lock bench clean

run: $(VENV)/.terpasang
	@$(PY) -m config.jalan

test: check
	$(VENV)/bin/pytest -n 2

check: $(VENV)/.terpasang-uji
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/lint-imports
	$(VENV)/bin/djlint --quiet --lint templates
	$(VENV)/bin/mypy .
	$(UJI) $(PY) manage.py makemigrations --check --dry-run
	env $$($(PY) -m config.rahasia) DATABASE_URL=postgres://hai_lurah@localhost/hai_lurah \
		ALLOWED_HOSTS=hai-lurah.example SITE_URL=https://hai-lurah.example DATA_DIR=.data/uji \
		$(PY) manage.py check --deploy --fail-level WARNING

fmt: $(VENV)/.terpasang-uji
	$(VENV)/bin/ruff check --fix-only --quiet .
	$(VENV)/bin/ruff format .

bench: $(VENV)/.terpasang-uji
	$(PY) -m bench

# Resolve requirements*.in anew, for every supported Python, with hashes and no index address.
lock:
	rm -rf .data/kunci && $(PYTHON) -m venv .data/kunci && .data/kunci/bin/pip install -q uv
	for nama in requirements requirements-dev; do \
		.data/kunci/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
			--no-header --upgrade $$nama.in -o $$nama.txt || exit 1; \
	done
	rm -rf .data/kunci

clean:
	rm -rf $(VENV) .data/uji .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp for each set of packages; the development set holds the other one.
$(VENV)/.terpasang: requirements.txt
	@[ -e $(VENV)/.terpasang-uji ] && [ ! requirements.txt -nt $(VENV)/.terpasang-uji ] || \
		{ $(venv) && $(pip) -r requirements.txt; }
	@touch $@

$(VENV)/.terpasang-uji: requirements-dev.txt
	@$(venv) && $(pip) -r requirements-dev.txt
	@touch $@

venv = $(PYTHON) config/periksa_python.py && { [ -x $(VENV)/bin/pip ] || \
	{ echo "Membuat lingkungan Python di $(VENV) ..." && $(PYTHON) -m venv $(VENV); }; }
pip = echo "Memasang paket ..." && $(PY) -m pip install --quiet --disable-pip-version-check \
	--require-hashes
