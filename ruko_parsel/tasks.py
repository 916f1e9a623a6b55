"""RUKO PARSEL's clock. Tasks take no rows along and are safe to run twice."""
