"""Invented people and 45 days of invented history, so that a newcomer sees a portal at work."""
