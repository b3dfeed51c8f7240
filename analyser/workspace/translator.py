"""Asks a LibreTranslate server for translations: the one place from which a statute's text leaves this machine.

Only the server in the settings is asked, directly and never through a proxy. Whatever goes wrong is one error that
names the server and what it said; half an answer is no answer.
"""

from collections.abc import Iterator, Sequence

import httpx

from analyser.errors import TranslationFailed

MOST_TEXTS, MOST_CHARACTERS = 25, 10_000
"""Of one request; a longer single text goes alone."""
PATIENCE = 60.0
_SCRIPTS = ("zh",)  # languages whose script is part of the server's code


class LibreTranslate:
    """A server that speaks LibreTranslate's protocol: `POST /translate` with a list of texts."""

    def __init__(self, url: str, key: str | None = None, patience: float = PATIENCE) -> None:
        self._url = url.rstrip("/")
        self._key = key
        self._patience = patience

    @property
    def name(self) -> str:
        return f"LibreTranslate, {self._url}"

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """The texts in another language, one for one; empty ones stay empty. Raises TranslationFailed."""
        done: list[str] = []
        with httpx.Client(timeout=self._patience, trust_env=False) as client:
            for batch in _batches([text for text in texts if text.strip()]):
                done += self._ask(client, batch, source, target)
        answers = iter(done)
        return [next(answers) if text.strip() else text for text in texts]

    def _ask(self, client: httpx.Client, batch: list[str], source: str, target: str) -> list[str]:
        body = {"q": batch, "source": _code(source), "target": _code(target), "format": "text"}
        if self._key:
            body["api_key"] = self._key
        try:
            answer = client.post(f"{self._url}/translate", json=body)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise self._failed(f"it cannot be reached ({error or type(error).__name__})") from error
        try:
            data = answer.json()
        except ValueError as error:
            raise self._failed(f"it answered {answer.status_code} without JSON") from error
        said = data if isinstance(data, dict) else {}
        if answer.status_code != 200:
            raise self._failed(f"it answered {answer.status_code}: {str(said.get('error', 'no reason given'))[:300]}")
        texts = said.get("translatedText")
        if not isinstance(texts, list) or len(texts) != len(batch) or not all(isinstance(one, str) for one in texts):
            raise self._failed("its answer holds no translation for each text")
        return texts

    def _failed(self, why: str) -> TranslationFailed:
        return TranslationFailed(
            f"The translation server {self._url} failed: {why}. Nothing was stored.",
            hint="Check ANALYSER_TRANSLATOR_URL and that the server knows both languages, or upload a translation.",
        )


def _batches(texts: Sequence[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    for text in texts:
        if batch and (len(batch) == MOST_TEXTS or sum(map(len, batch)) + len(text) > MOST_CHARACTERS):
            yield batch
            batch = []
        batch.append(text)
    if batch:
        yield batch


def _code(language: str) -> str:
    """The server's code of a language: without the script, but for those it tells apart by it."""
    primary = language.partition("-")[0]
    return language if primary in _SCRIPTS else primary
