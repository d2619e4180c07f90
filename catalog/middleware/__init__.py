"""What stands between the server and the views, on every request: one file a concern."""
