"""Keep Python from looking for what can be deleted after every few hundred new objects."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# So many new objects are some documents, or some MB: what is read lives on, and Python would look
# at most of it again and again, for a sixth of the time.
_OBJECTS = 50_000


@contextmanager
def rarely_collecting() -> Iterator[None]:
    """Collect only when there are many new objects."""
    before = gc.get_threshold()
    gc.set_threshold(_OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
