"""A disk that fails at a chosen moment: SQLite's own seam for that (the system calls of its VFS, sqlite3.h), reached by ctypes.

Works on every connection of this process. `Disk.write` and `Disk.sync` are asked before each call and may raise OSError with an
errno, or end the process.
"""

from __future__ import annotations

import _sqlite3
import ctypes
import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_library = ctypes.CDLL(_sqlite3.__file__, use_errno=True)
_libc = ctypes.CDLL(None, use_errno=True)
_Fsync = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int, use_errno=True)
_Write = ctypes.CFUNCTYPE(ctypes.c_ssize_t, ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int64, use_errno=True)
_libc.pwrite64.argtypes, _libc.pwrite64.restype = _Write._argtypes_, ctypes.c_ssize_t
_SetSystemCall = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)


class _Vfs(ctypes.Structure):
    _fields_ = [
        *((name, ctypes.c_int) for name in ("iVersion", "szOsFile", "mxPathname")),
        *((name, ctypes.c_void_p) for name in ("pNext", "zName", "pAppData", "xOpen", "xDelete", "xAccess", "xFullPathname")),
        *((name, ctypes.c_void_p) for name in ("xDlOpen", "xDlError", "xDlSym", "xDlClose", "xRandomness", "xSleep", "xCurrentTime")),
        *((name, ctypes.c_void_p) for name in ("xGetLastError", "xCurrentTimeInt64", "xSetSystemCall")),
    ]


@contextmanager
def failing(*, write: Callable[[], None] = lambda: None, sync: Callable[[], None] = lambda: None) -> Iterator[None]:
    def fsync(file: int) -> int:
        return _asked(sync) or os.fsync(file) or 0

    def pwrite(file: int, content: int, size: int, offset: int) -> int:
        failed = _asked(write)
        return failed or int(_libc.pwrite64(file, content, size, offset))

    calls = {b"fsync": _Fsync(fsync), b"pwrite64": _Write(pwrite), b"pwrite": _Write(pwrite)}
    try:
        for name, call in calls.items():
            _set(name, ctypes.cast(call, ctypes.c_void_p))
        yield
    finally:
        for name in calls:
            _set(name, None)


def no_space() -> None:
    raise OSError(errno.ENOSPC, "no space")


def _asked(before: Callable[[], None]) -> int:
    try:
        before()
    except OSError as failed:
        ctypes.set_errno(failed.errno or errno.EIO)
        return -1
    return 0


def _set(name: bytes, call: ctypes.c_void_p | None) -> None:
    _library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
    vfs = _library.sqlite3_vfs_find(None)
    _SetSystemCall(vfs.contents.xSetSystemCall)(ctypes.cast(vfs, ctypes.c_void_p), name, call)
