"""Unpacks the parts of a document that is a ZIP archive (DOCX, EPUB), weighed before they are unpacked.

Refuses archives that unpack to more than a law can hold, and damaged ones.
"""

import io
import zipfile
import zlib
from collections.abc import Callable

from analyser.errors import DamagedFile, ParseLimit

_UNPACKED = 256 * 2**20
_RATIO = 400
_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    OSError,
    RuntimeError,
    NotImplementedError,
    EOFError,
    ValueError,
)


def unpack(data: bytes, what: str, wanted: Callable[[str], bool]) -> dict[str, bytes]:
    """Name -> bytes of the wanted parts; raises DamagedFile, or ParseLimit for a bomb. `what` names the format."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            items = [item for item in archive.infolist() if wanted(item.filename)]
            size = sum(item.file_size for item in items)
            packed = sum(item.compress_size for item in items)
            if size > _UNPACKED or size > _RATIO * max(packed, 4096):
                message = f"The {what} unpacks to {size / 2**20:.0f} MiB."
                raise ParseLimit(message, hint="Save it again, or export it as PDF.")
            return {item.filename: archive.read(item) for item in items}
    except _BROKEN as broken:
        message = f"The {what} is damaged and cannot be unpacked."
        raise DamagedFile(
            message, hint="Download it again, or save it again from the program that made it."
        ) from broken
