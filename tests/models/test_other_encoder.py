"""Another encoder by setting: a small sentence-transformers model made here, used and judged by the same command."""

import json
import string
from pathlib import Path

import pytest
from typer.testing import CliRunner

from analyser.cli.main import app
from analyser.errors import UsageError
from analyser.settings import Settings
from models.encoder import load_encoder
from models.packaged import _sentence_model, _tokenizer
from models.ranker import load_ranker
from tests.models.test_judging import material as material  # a fixture

WIDTH = 24


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as sentence-transformers saves it: one layer of random weights over pieces of two letters."""
    import torch
    from transformers import BertConfig, BertModel

    pairs = [one + other for one in string.ascii_lowercase for other in string.ascii_lowercase]
    pieces = ["<s>", "<pad>", "</s>", "<unk>", "▁", *string.ascii_lowercase, *pairs]
    vocabulary = [(piece, -float(len(pieces)) if len(piece) == 1 else -1.0) for piece in pieces]
    torch.manual_seed(5)
    config = BertConfig(
        vocab_size=len(pieces), hidden_size=WIDTH, num_hidden_layers=1, num_attention_heads=2, intermediate_size=48,
        max_position_embeddings=512, pad_token_id=1,
    )  # fmt: skip
    place = tmp_path_factory.mktemp("encoder")
    parts, folder = place / "parts", place / "tiny-model"
    BertModel(config).save_pretrained(str(parts))
    _tokenizer(vocabulary).save_pretrained(str(parts))
    _sentence_model(str(parts), WIDTH).save(str(folder), create_model_card=False)
    return folder


def test_another_model_is_used_by_setting_and_judged_by_the_same_command(
    tiny: Path, material: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANALYSER_ENCODER", str(tiny))
    monkeypatch.setenv("ANALYSER_CACHE_DIR", str(tmp_path / "cache"))
    encoder = load_encoder(Settings())
    assert encoder.name.startswith("tiny-model")
    assert encoder.encode_queries(["one", "two"]).shape == (2, WIDTH)
    outcome = CliRunner().invoke(app, ["evaluate", str(material), "--json"])
    assert outcome.exit_code == 0, outcome.output
    measured = json.loads(outcome.stdout)
    assert measured["cases"] == 3
    assert measured["elements"]["lanzarote.20.1.e"]["hit@5"] == 1
    assert (tmp_path / "cache" / "embeddings.sqlite3").is_file()


def test_the_head_says_nothing_of_another_model(tiny: Path, tmp_path: Path) -> None:
    encoder = load_encoder(Settings(encoder=str(tiny), cache_dir=tmp_path))
    vectors = encoder.encode_passages(["possesses child pornography"])
    scores = load_ranker().trained_scores(encoder.name, vectors, ("csam.possess",))
    assert scores.shape == (1, 1)
    assert not scores.any()


def test_judging_needs_a_folder_and_left_out_weights_for_alternatives(material: Path) -> None:
    for given, said in (
        ([str(material / "nothing")], "is not a folder"),
        ([str(material), "--alternatives"], "left out"),
        ([str(material), "--ablation"], "left out"),
    ):
        outcome = CliRunner().invoke(app, ["evaluate", *given])
        assert isinstance(outcome.exception, UsageError)
        assert said in outcome.exception.message


def test_every_table_is_printed(tiny: Path, material: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANALYSER_ENCODER", str(tiny))
    monkeypatch.setenv("ANALYSER_CACHE_DIR", str(tmp_path / "cache"))
    said = CliRunner().invoke(app, ["evaluate", str(material)]).output
    for word in (
        "jurisdictions",
        "languages",
        "elements",
        "reliability by size",
        "Calibration error",
        "may have seen",
        "aa",
    ):
        assert word in said
