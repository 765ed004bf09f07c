"""What can go wrong with a store."""

from __future__ import annotations


class StoreError(Exception):
    """The store cannot be used now; the message is a Chinese sentence. Nothing of the turn was kept."""
