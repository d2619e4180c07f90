"""Lists in and lists out: one table of columns, one engine, one report."""
