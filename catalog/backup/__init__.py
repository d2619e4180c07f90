"""A copy of everything, made while people work, and the way back.

A backup is a folder of snapshots that share their uploads:

    uploads/ab/ab12…            an upload under its SHA-256, kept once for all snapshots
    2026-11-28T01-15-00Z/       one snapshot
        database.sqlite3        or database.dump, of PostgreSQL
        manifest.json           written last: what is without it is no snapshot
"""
