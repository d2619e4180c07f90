"""Uncertain dates: read as people write them, stored as EDTF, shown in three languages."""

from catalog.lib.dates_shown import display
from catalog.lib.dates_written import may_be_two_days, parse
from catalog.lib.edtf import UncertainDate, parse_edtf

__all__ = ["UncertainDate", "display", "may_be_two_days", "parse", "parse_edtf"]
