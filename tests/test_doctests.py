"""The examples in the code hold."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import data
import equity

NEED_PYSPARK = {"data.spark"}
"""Imported where a cluster is asked for, and tried there."""

MODULES = [
    module.name
    for package in (equity, data)
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + ".")
    if module.name not in NEED_PYSPARK
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_give_what_they_say(name):
    failed, _ = doctest.testmod(importlib.import_module(name))
    assert failed == 0


def test_there_are_examples_to_try():
    tried = [doctest.testmod(importlib.import_module(name)).attempted for name in MODULES]
    assert sum(tried) >= 3
