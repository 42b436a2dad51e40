"""Runs in one SQLite database that people can look into, with the bytes in files beside it.

ROOT/runs.db      runs, records, ledger, blob_uses, leases: see migrations/
ROOT/blobs/       files named by their hash
"""
