"""Encoders: texts become unit vectors, by sentence-transformers, offline, and kept on disk.

Decides where the model comes from, its number type and its batches. Refuses to cut: a text longer than the model takes
is an error, because the caller windows by `count_tokens`. A vector depends on its text alone, not on its neighbours in
a batch: every batch of a length bucket has the same shape.
"""

import hashlib
import os
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from analyser.errors import MissingComponent
from analyser.matching.candidate import Encoder, Vectors
from analyser.settings import Settings
from models.cache import EmbeddingCache, key_of
from models.packaged import FOLDER, quiet, unpack

PACKAGED = "packaged"
_SHORTEST, _BUCKET = 64, 16  # token lengths are rounded up to one of 64, 80, 96 ...
_BATCH_TOKENS = 1536  # of a batch, padding included: measured, fewer leave the processor's matrix units idle
_KEEP_EVERY = 512  # texts embedded between two writes to the cache


class SentenceEncoder:
    """A sentence-transformers model with `query: ` and `passage: ` prefixes and a cache."""

    def __init__(self, model: Any, name: str, cache: EmbeddingCache) -> None:
        self.name = name
        self._model, self._cache = model, cache
        self.max_tokens = int(model.max_seq_length or 512)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text as a passage, prefix and special tokens counted."""
        return [len(ids) for ids in self._tokens([f"passage: {text}" for text in texts])]

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """(n, d) float32, L2-normalised."""
        return self._encode([f"query: {text}" for text in texts])

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """(n, d) float32, L2-normalised."""
        return self._encode([f"passage: {text}" for text in texts])

    def _tokens(self, texts: Sequence[str]) -> list[list[int]]:
        if not texts:
            return []
        ids: list[list[int]] = self._model.tokenizer(list(texts), truncation=False, verbose=False)["input_ids"]
        return ids

    def _encode(self, texts: Sequence[str]) -> Vectors:
        keys = [key_of(self.name, text) for text in texts]
        found = self._cache.get(list(dict.fromkeys(keys)))
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in found}
        done: dict[bytes, npt.NDArray[np.float16]] = {}
        for some_keys, vectors in self._batches(missing):
            done.update(zip(some_keys, vectors, strict=True))
            if len(done) >= _KEEP_EVERY:
                self._cache.put(done)
                found |= done
                done = {}
        if done:
            self._cache.put(done)
            found |= done
        width = int(self._model.get_embedding_dimension())
        matrix = np.array([found[key] for key in keys], np.float32).reshape(len(keys), width)
        norms = np.linalg.norm(matrix, axis=1, keepdims=True)
        return np.asarray(matrix / np.maximum(norms, 1e-9), np.float32)

    def _batches(self, missing: dict[bytes, str]) -> Iterator[tuple[list[bytes], npt.NDArray[np.float16]]]:
        keys = list(missing)
        buckets: dict[int, list[tuple[bytes, list[int]]]] = defaultdict(list)
        for key, ids in zip(keys, self._tokens([missing[key] for key in keys]), strict=True):
            if len(ids) > self.max_tokens:
                raise ValueError(f"a text of {len(ids)} tokens was to be embedded; the model takes {self.max_tokens}")
            buckets[min(self.max_tokens, max(_SHORTEST, -(-len(ids) // _BUCKET) * _BUCKET))].append((key, ids))
        for length in sorted(buckets):
            rows, size = buckets[length], max(1, _BATCH_TOKENS // length)
            for at in range(0, len(rows), size):
                some = rows[at : at + size]
                vectors = self._forward([ids for _, ids in some], length, size)
                yield [key for key, _ in some], vectors.astype(np.float16)

    def _forward(self, rows: list[list[int]], length: int, size: int) -> npt.NDArray[np.float32]:
        import torch

        filled = rows + [rows[0]] * (size - len(rows))  # one shape a bucket: the same text, the same vector
        batch = self._model.tokenizer.pad(
            {"input_ids": filled}, padding="max_length", max_length=length, return_tensors="pt"
        )
        with torch.inference_mode():
            features = {name: values.to(self._model.device) for name, values in batch.items()}
            vectors = self._model(features)["sentence_embedding"]
        out: npt.NDArray[np.float32] = vectors.float().cpu().numpy()[: len(rows)]
        return out


def load_encoder(settings: Settings) -> Encoder:
    """The encoder the settings name; MissingComponent when it cannot be loaded."""
    if settings.encoder == PACKAGED:
        source, name = str(unpack(settings.cache_dir)), FOLDER
    else:
        source, name = settings.encoder, _name_of(settings.encoder)
    model, dtype = _load(source, settings.encoder)
    return SentenceEncoder(model, f"{name}/{dtype}", EmbeddingCache(settings.cache_dir / "embeddings.sqlite3"))


def _name_of(source: str) -> str:
    """A local folder is named by its configuration and weights, so that a changed model is another encoder."""
    folder = Path(source)
    if not folder.is_dir():
        return source
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        if file.suffix in {".safetensors", ".bin", ".json"}:
            digest.update(f"{file.name} {file.stat().st_size}".encode())
            digest.update(file.read_bytes()[:1_000_000])
    return f"{folder.name}-{digest.hexdigest()[:12]}"


@contextmanager
def _offline(source: str) -> Iterator[None]:
    """No network for what lies on disk; the process's own environment is as it was afterwards."""
    names = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE") if Path(source).is_dir() else ()
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(dict.fromkeys(names, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _load(source: str, asked: str) -> tuple[Any, str]:
    try:
        import torch
        from sentence_transformers import SentenceTransformer

        quiet()
        with _offline(source):
            device = "cuda" if torch.cuda.is_available() else "cpu"
            model = SentenceTransformer(source, device=device)
    except Exception as error:  # the libraries raise anything from OSError to ImportError here
        raise MissingComponent(
            f"the encoder `{asked}` cannot be loaded: {type(error).__name__}: {error}",
            "set ANALYSER_ENCODER to `packaged`, a local folder, or a hub name that can be reached",
        ) from error
    dtype = "bfloat16" if device == "cuda" or _bfloat16_pays(model) else "float32"
    return model.to(getattr(torch, dtype)).eval(), dtype


def _bfloat16_pays(model: Any) -> bool:
    """By what the processor says it can do; where it says nothing, by one measured batch of each."""
    import torch

    able: dict[str, Any] = getattr(torch.cpu, "get_capabilities", dict)()
    if able:
        return bool(able.get("avx512_bf16") or able.get("amx_bf16"))
    batch = model.tokenizer(["passage: " + "law " * 100] * 8, return_tensors="pt")
    seconds = {}
    for dtype in (torch.float32, torch.bfloat16):
        model.to(dtype)
        model({name: values.clone() for name, values in batch.items()})
        start = time.perf_counter()
        with torch.inference_mode():
            model({name: values.clone() for name, values in batch.items()})
        seconds[dtype] = time.perf_counter() - start
    return seconds[torch.bfloat16] < seconds[torch.float32] * 0.8
