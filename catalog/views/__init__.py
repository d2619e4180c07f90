"""The public pages: each view admits, asks once, answers."""
