"""Where Spark cannot be had, the answer names the cure, and is there at once."""

from __future__ import annotations

import sys

import pytest

from data.engine import engine_of
from data.tables import EngineError

pytestmark = pytest.mark.cluster


def test_without_pyspark(monkeypatch, where):
    monkeypatch.setenv("CAREGAP_ENGINE", "local[2]")
    monkeypatch.delitem(sys.modules, "data.spark", raising=False)
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(EngineError, match=r"local\[2\] needs PySpark.*requirements-cluster\.txt"):
        engine_of(where.held)


@pytest.mark.parametrize("home", ["/nowhere", ""])
def test_without_java(monkeypatch, where, tmp_path, home):
    pytest.importorskip("pyspark", reason="`make test-cluster` installs it")
    monkeypatch.setenv("CAREGAP_ENGINE", "local[3]")
    monkeypatch.setenv("JAVA_HOME", home)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EngineError, match=r"needs Java 17 or 21.*JAVA_HOME"):
        engine_of(where.held)


@pytest.mark.parametrize(("version", "wanted"), [('"1.8.0_412"', 8), ('"11.0.22"', 11), ('"25"', 25)])
def test_with_a_java_too_old_or_too_new(monkeypatch, where, tmp_path, version, wanted):
    pytest.importorskip("pyspark", reason="`make test-cluster` installs it")
    from data import spark

    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.write_text(f"#!/bin/sh\necho 'openjdk version {version} 2024-01-16' >&2\n", encoding="utf-8")
    java.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert spark._java() == wanted
    monkeypatch.setenv("CAREGAP_ENGINE", "local[3]")
    with pytest.raises(EngineError, match="needs Java 17 or 21"):
        engine_of(where.held)


@pytest.mark.parametrize(
    "master", ["spark://127.0.0.1:1", "spark://no-port", "spark://127.0.0.1:1,127.0.0.1:2"]
)
def test_with_a_master_that_does_not_answer(monkeypatch, where, master):
    pytest.importorskip("pyspark", reason="`make test-cluster` installs it")
    monkeypatch.setenv("CAREGAP_ENGINE", master)
    with pytest.raises(EngineError, match=r"none answers.*Beyond one machine"):
        engine_of(where.held)
