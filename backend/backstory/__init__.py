"""Backstory: what happened between two sessions."""

__version__ = "0.1.0"
