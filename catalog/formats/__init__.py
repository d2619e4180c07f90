"""Formats: pure writers, a record in, text or plain data out."""
