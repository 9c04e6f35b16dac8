# make app    serve the dashboard on http://localhost:8501
# make check  everything that must hold before a change lands (what CI runs)
# Needs GNU make (3.81 or newer) and Python 3.11 or newer. All else is installed into .venv.

PYTHON ?= python3
HOST ?= localhost
PORT ?= 8501
WATCH ?= none
ARGS ?=
MARKS ?= not exhaustive and not cluster

PY := .venv/bin/python
PIP := $(PY) -m pip install --quiet --disable-pip-version-check
MANIFEST := data/parquet/manifest.json
COMPILE := $(PY) -m uv pip compile --quiet --universal --python-version 3.11 --no-header --no-annotate

.PHONY: help app data test bench lint format check check-data check-exhaustive check-files test-cluster check-measures font check-font pins clean

help:
	@echo "make app     serve on http://$(HOST):$(PORT)   (PORT=8600, WATCH=auto while writing code)"
	@echo "make data    build data/parquet from data/facts and data/definitions"
	@echo "make test    the tests, with a browser         (MARKS='not browser and not exhaustive and not cluster': without it)"
	@echo "make test-cluster  all that Spark is asked, on a cluster of two workers, beside DuckDB (needs Java 17)"
	@echo "make bench   each page beside a minimal Streamlit page, measures beside a plain loop, many cases beside SQL and pandas, files beside bare libraries"
	@echo "make lint    ruff and pyright                   (make format mends what ruff can)"
	@echo "make check   lint, data, fonts, measures, every file and every test: what CI runs"
	@echo "make font    cut the Chinese fonts anew         (needs Debian's fonts-noto-cjk)"
	@echo "make pins    renew requirements.txt, requirements-dev.txt and requirements-cluster.txt"

app: .venv/.runtime $(MANIFEST)
	$(PY) -m streamlit run app.py --server.address $(HOST) --server.port $(PORT) --server.fileWatcherType $(WATCH)

data: .venv/.runtime
	$(PY) -m data.build

test: .venv/.dev $(MANIFEST)
	chromium="$$(PYTHON=$(PY) bash tests/browser/install_chromium.sh)" && \
	CHROMIUM="$$chromium" $(PY) -m pytest -q -n 2 --dist worksteal -m "$(MARKS)" $(ARGS)

# The cluster and its tests share this machine and listen to nobody else.
test-cluster: .venv/.cluster $(MANIFEST)
	bash tests/cluster/install_java.sh && \
	SPARK_LOCAL_IP=127.0.0.1 $(PY) -m pytest -q -m cluster tests/cluster $(ARGS)

check-exhaustive:
	$(MAKE) test MARKS=exhaustive

bench: .venv/.dev $(MANIFEST)
	chromium="$$(PYTHON=$(PY) bash tests/browser/install_chromium.sh)" && \
	CHROMIUM="$$chromium" $(PY) -m benchmarks.pages && \
	$(PY) -m benchmarks.measures && \
	$(PY) -m benchmarks.upload && \
	$(PY) -m benchmarks.microdata && \
	CHROMIUM="$$chromium" $(PY) -m benchmarks.files

lint: .venv/.dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m pyright --pythonpath $(PY)

format: .venv/.dev
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

# One after the other, also under make -j: the cheap ones first.
check:
	$(MAKE) lint
	$(MAKE) check-data
	$(MAKE) check-font
	$(MAKE) check-measures
	$(MAKE) check-files
	$(MAKE) test
	$(MAKE) test-cluster
	$(MAKE) check-exhaustive

check-data: .venv/.runtime
	$(PY) -m data.build --check

check-files: .venv/.dev $(MANIFEST)
	$(PY) -m benchmarks.every_file

check-measures: .venv/.runtime
	$(PY) -m benchmarks.coverage --check

font: .venv/.dev
	$(PY) pages/static/fonts/subset.py

check-font: .venv/.dev
	$(PY) pages/static/fonts/subset.py --check

pins: .venv/.dev
	$(PIP) uv
	$(COMPILE) --upgrade pyproject.toml -o requirements.txt
	$(COMPILE) --upgrade -c requirements.txt --group dev pyproject.toml -o requirements-dev.txt
	$(COMPILE) --upgrade -c requirements-dev.txt --group cluster pyproject.toml -o requirements-cluster.txt

clean:
	rm -rf .venv .pytest_cache .ruff_cache .hypothesis

$(MANIFEST): | .venv/.runtime
	$(PY) -m data.build

.venv/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Care Gap needs Python 3.11 or newer, and $(PYTHON) is not that." >&2; \
	  echo "If a newer one is installed, name it: make PYTHON=python3.12 app" >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { \
	  echo "Python could not make .venv. On Debian and Ubuntu: apt-get install python3-venv" >&2; \
	  rm -rf .venv; exit 1; }
	@touch $@

.venv/.runtime: requirements.txt .venv/.made
	$(PIP) -r requirements.txt
	@touch $@

.venv/.dev: requirements-dev.txt .venv/.made
	$(PIP) -r requirements-dev.txt
	@touch $@ .venv/.runtime

.venv/.cluster: requirements-cluster.txt .venv/.dev
	$(PIP) -r requirements-cluster.txt
	@touch $@
