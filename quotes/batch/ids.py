"""Ids that were seen, in little memory: a million take 32 MB however long they are."""

from __future__ import annotations

from hashlib import blake2b

__all__ = ["IdTable"]

_SLOT_BYTES = 16
_EMPTY = bytes(_SLOT_BYTES)
_FEWEST_SLOTS = 1 << 10
_FULLEST = 0.7


class IdTable:
    """A set of ids that keeps 128 bits of a hash of each instead of the id itself.

    That two of a billion ids share a hash has a chance below 1 in 10 to the 20.

    Example:
        >>> seen = IdTable()
        >>> seen.add("a"), seen.add("a"), "a" in seen, "b" in seen, len(seen)
        (True, False, True, False, 1)
    """

    def __init__(self) -> None:
        self._slots = _FEWEST_SLOTS
        self._table = bytearray(_SLOT_BYTES * self._slots)
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def __contains__(self, id: object) -> bool:
        return isinstance(id, str) and self._table[slice(*self._find(_hash(id)))] != _EMPTY

    def add(self, id: str) -> bool:
        """Put an id in and tell whether it is new."""
        key = _hash(id)
        start, end = self._find(key)
        if self._table[start:end] != _EMPTY:
            return False
        self._table[start:end] = key
        self._size += 1
        if self._size > self._slots * _FULLEST:
            self._grow()
        return True

    def _find(self, key: bytes) -> tuple[int, int]:
        """Return the bounds of the slot that holds ``key``, else of the one where it belongs."""
        slot = int.from_bytes(key[:8], "little") % self._slots
        while True:
            start = slot * _SLOT_BYTES
            found = self._table[start : start + _SLOT_BYTES]
            if found in (key, _EMPTY):
                return start, start + _SLOT_BYTES
            slot = (slot + 1) % self._slots

    def _grow(self) -> None:
        """Double the table."""
        before = self._table
        self._slots *= 2
        self._table = bytearray(_SLOT_BYTES * self._slots)
        for start in range(0, len(before), _SLOT_BYTES):
            key = bytes(before[start : start + _SLOT_BYTES])
            if key != _EMPTY:
                self._table[slice(*self._find(key))] = key


def _hash(id: str) -> bytes:
    """Return 128 bits of a hash, never all zero in practice."""
    return blake2b(id.encode("utf-8", "surrogatepass"), digest_size=_SLOT_BYTES).digest()
