"""The catalogue of finds."""
