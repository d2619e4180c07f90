"""The interface for programs: the listing, a find and the map as JSON, to be read only."""
