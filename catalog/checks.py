"""System checks: mistakes of an installation, told at start in a sentence."""
