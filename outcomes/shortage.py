"""What the system has run out of or refuses, in a sentence that says what to do about it."""

from __future__ import annotations

import errno
from typing import Final

_ADVICE: Final = {
    errno.ENOSPC: "make room on the disk, and go on from where it is",
    errno.EDQUOT: "make room within the disk quota, and go on from where it is",
    errno.EFBIG: "raise the limit on the size of files (ulimit -f), and go on from where it is",
    errno.EMFILE: "raise the limit on open files (ulimit -n) or do less at once, and go on from where it is",
    errno.ENFILE: "too much is open on this machine; close something, and go on from where it is",
    errno.ENOMEM: "free some memory, and go on from where it is",
    errno.EIO: "the disk is failing; see to it, and go on from a copy on another one",
    errno.EROFS: "it lies on something that can only be read; choose another folder",
    errno.EACCES: "see that the folder can be written, or choose another one",
    errno.EPERM: "see that the folder can be written, or choose another one",
}

SHORTAGES: Final = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EIO}
)
"""What says something about this machine, and nothing about the file that was asked for."""


def is_shortage(error: BaseException) -> bool:
    """Whether the machine is to blame, not the file."""
    return isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno in SHORTAGES)


def in_words(error: OSError) -> str:
    """`No space left on device; make room on the disk, and go on from where it is`."""
    what = error.strerror or str(error) or type(error).__name__
    advice = _ADVICE.get(error.errno or 0)
    return f"{what}; {advice}" if advice is not None else what
