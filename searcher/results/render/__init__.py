"""Turning results into something to read, one module a format. Nothing here prints."""
