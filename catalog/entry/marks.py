"""What a session remembers about how it began."""

# That its user has shown a second factor.
SECOND_FACTOR = "second_factor"
