"""Residents' pages of curhat: sending one, its answer, following it, and its attachments."""
