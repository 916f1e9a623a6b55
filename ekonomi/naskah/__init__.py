"""Governance documents composed from a programme's rows; each value says which row it came from."""
