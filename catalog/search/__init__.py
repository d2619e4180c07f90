"""Search: from a query string to what matches. The rule of what is public comes first."""
