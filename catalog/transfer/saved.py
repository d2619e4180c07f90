"""Saved: a report as plain data for the table of runs, and back."""

from collections import Counter
from dataclasses import astuple, fields
from typing import Any

from catalog.transfer.report import Problem, Report

_PROBLEMS = ("problems", "warnings")


def as_data(report: Report) -> dict[str, Any]:
    """A report as JSON can hold it."""
    data = {one.name: getattr(report, one.name) for one in fields(report)}
    for name in _PROBLEMS:
        data[name] = [list(astuple(problem)) for problem in data[name]]
    return data


def report_of(data: dict[str, Any]) -> Report:
    """The report behind the data; what an older program did not write is at its default."""
    known = {one.name for one in fields(Report)}
    values = {name: value for name, value in data.items() if name in known}
    for name in _PROBLEMS:
        values[name] = [Problem(*parts) for parts in values.get(name, ())]
    for name in ("counts", "created", "skipped"):
        values[name] = Counter(values.get(name, {}))
    return Report(**values)
