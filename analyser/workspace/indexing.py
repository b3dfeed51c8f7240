"""Making laws searchable by meaning: one vector for every section, of the windows that matching reads too.

A section stands for the mean direction of its windows, so that none of its text is left out. A law is indexed whole, in
one transaction; what was embedded before is taken from the encoder's cache.
"""

from collections.abc import Sequence

import numpy as np

from analyser import jurisdictions
from analyser.matching.candidate import Encoder, Vectors
from analyser.review.records import Role, User
from analyser.sections.law import Section
from analyser.workspace.base import Base, Progress, require, silent

QUESTIONS = 100  # by which an index's recall is measured


class Indexing(Base):
    def index_search(self, *, by: User, country: str | None = None, progress: Progress = silent) -> int:
        """Index the laws whose words or vectors are missing; how many there were.

        Raises MissingComponent, StorageError.
        """
        require(by, Role.REVIEWER)
        return self._index_search(None if country is None else jurisdictions.check(country), progress)

    def _index_search(self, country: str | None, progress: Progress = silent) -> int:
        encoder = self._parts.encoder()
        with self._store.read() as unit:
            waiting = unit.search.pending(encoder.name, country)
        for done, law_version_id in enumerate(waiting):
            progress("Indexing laws", done, len(waiting))
            self._index(law_version_id, encoder)
        if waiting:
            progress("Indexing laws", len(waiting), len(waiting))
        return len(waiting)

    def build_search_index(self, *, by: User) -> float | None:
        """Make PostgreSQL's index of nearest sections anew; its measured recall, None where none is needed.

        The index answers searches over everything; it is worth its time from about 60,000 sections on.
        """
        require(by, Role.ADMIN)
        encoder = self._parts.encoder()
        with self._store.unit() as unit:
            unit.audit.lock()
            recall = unit.search.build_index(encoder.name, QUESTIONS)
            if recall is not None:
                unit.record(by.name, "search.index", encoder.name, recall=round(recall, 4), questions=QUESTIONS)
        return recall

    def _index(self, law_version_id: str, encoder: Encoder) -> None:
        with self._store.read() as unit:
            law = unit.sections.split_law(unit.laws.get(law_version_id))
            numbers = unit.sections.ids_by_key(law_version_id)
        at, vectors = section_vectors(law.sections, encoder)
        with self._store.unit() as unit:
            unit.search.index_words(law_version_id)
            unit.search.add_vectors(
                law_version_id, encoder.name, [numbers[law.sections[one].key] for one in at], vectors
            )


def section_vectors(sections: Sequence[Section], encoder: Encoder) -> tuple[list[int], Vectors]:
    """Indexes of the sections that have any text, and (n, d) their unit vectors."""
    from analyser.matching.passages import windows

    cut = windows(sections, encoder.count_tokens)
    if not cut:
        return [], np.zeros((0, 1), np.float32)
    vectors = encoder.encode_passages([window.text for window in cut])
    own, of = np.unique([window.section for window in cut], return_inverse=True)
    sums = np.zeros((len(own), vectors.shape[1]), np.float32)
    np.add.at(sums, of, vectors)
    return own.tolist(), np.asarray(sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9), np.float32)
