"""Zip archives without a moment of their own: the same members give the same bytes."""

import io
import zipfile
from collections.abc import Mapping

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest moment a zip file can hold
_FILE = 0o644 << 16


def packed(members: Mapping[str, bytes]) -> bytes:
    """An archive of (name, content), in the order given."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.external_attr = _FILE
            entry.create_system = 3
            target.writestr(entry, content, compress_type=zipfile.ZIP_DEFLATED, compresslevel=9)
    return out.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    """Name -> content, in the archive's order."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        return {name: source.read(name) for name in source.namelist()}
