"""The weight file's blocks, and files that are not one."""

import struct
from pathlib import Path

import numpy as np
import pytest

from analyser.errors import MissingComponent
from models.packaged import dequantise, read_weights


def test_a_block_is_scale_and_nibbles() -> None:
    nibbles = bytes(low | (15 - low) << 4 for low in range(16))
    raw = np.float16(0.5).tobytes() + nibbles
    values = dequantise(raw, 32)
    assert values[:16].tolist() == [(low - 8) * 0.5 for low in range(16)]
    assert values[16:].tolist() == [(7 - low) * 0.5 for low in range(16)]


@pytest.mark.parametrize(
    "content", [b"", b"GGUF" + bytes(100), b"E5S1" + struct.pack("<I7ifi", 1, *([1] * 7), 1e-12, 16)]
)
def test_another_file_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "weights.bin").write_bytes(content)
    with pytest.raises(MissingComponent):
        read_weights(tmp_path / "weights.bin")
