"""Several files in one upload, with a manifest that says which law each is: all are queued, or none.

What the manifest names must be among the files, and every file must be named: a forgotten one would be a law that
nobody misses. Everything is checked before the first job is queued.
"""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from analyser.errors import InvalidDefinition
from analyser.review.records import Role, User
from analyser.store.records import Job
from analyser.workspace.base import require
from analyser.workspace.jobs import Jobs
from analyser.workspace.laws import Origin, check_origin
from benchmarks import load_benchmark
from corpora import manifest


class Uploading(Jobs):
    def submit_manifest(
        self,
        rows: bytes,
        name: str,
        files: Mapping[str, bytes],
        *,
        by: User,
        analyse: Sequence[str] = (),
        top: int = 20,
    ) -> tuple[Job, ...]:
        """Queue every law of a manifest (its content and name: `laws.csv`); a job for each file, in its order.

        `files` holds contents by the names the manifest gives them. Raises InvalidDefinition with every fault found,
        UnknownName, EmptyFile, FileTooLarge, Forbidden.
        """
        require(by, Role.REVIEWER)
        wanted = [load_benchmark(one).id for one in analyse]
        items = _items(rows, name)
        _check_named([item.name for item in items], files)
        for item in items:
            check_origin(_origin(item))
            self._check_size(item.name, len(files[item.name]))
        return tuple(self._submit_item(item, files[item.name], by, wanted, top) for item in items)

    def _submit_item(self, item: manifest.Item, data: bytes, by: User, wanted: Sequence[str], top: int) -> Job:
        return self.submit_ingest(
            data,
            item.name,
            item.jurisdiction,
            by=by,
            language=item.language,
            title=item.title,
            as_of=item.as_of,
            retrieved_at=item.retrieved_at,
            source=item.source,
            licence=item.licence,
            country_name=item.country_name,
            analyse=wanted,
            top=top,
        )


def _items(rows: bytes, name: str) -> tuple[manifest.Item, ...]:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "manifest").with_suffix(Path(name).suffix)
        place.write_bytes(rows)
        return manifest.load(place)


def _check_named(named: Sequence[str], files: Mapping[str, bytes]) -> None:
    faults = [f"{one} is named but was not sent" for one in named if one not in files]
    faults += [f"{one} was sent but is not named" for one in files if one not in named]
    if faults:
        hint = "The column `files` gives the names of the files as they are sent."
        raise InvalidDefinition(f"The manifest and the files differ: {'; '.join(faults)}.", hint=hint, faults=faults)


def _origin(item: manifest.Item) -> Origin:
    return Origin(
        item.language, item.title, item.as_of, item.retrieved_at, item.source, item.licence, item.country_name
    )
