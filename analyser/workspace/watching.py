"""What those who run the program watch: figures of the whole workspace, made when they are asked for."""

from collections.abc import Mapping
from dataclasses import dataclass

from analyser.errors import UnknownName
from analyser.workspace.analysing import Analysing
from benchmarks import load_benchmark


@dataclass(frozen=True, slots=True)
class Figures:
    """A cell is an element of a benchmark in a jurisdiction that was matched against it."""

    laws: Mapping[str, int]  # current law versions by verdict
    pages_ocred: int
    jobs: Mapping[str, int]  # by state
    cells_unrated: Mapping[str, int]  # by benchmark: nobody has answered yet
    results_stale: Mapping[str, int]  # by benchmark: newest runs whose laws or benchmark have changed since


class Watching(Analysing):
    def figures(self) -> Figures:
        """Raises StorageError."""
        runs = self.runs()
        with self._store.read() as unit:
            rated, counts = unit.figures.rated(), unit.figures
            laws, pages, jobs = counts.laws_by_verdict(), counts.pages_ocred(), counts.jobs_by_state()
        unrated, stale = dict[str, int](), dict[str, int]()
        for run in runs:
            stale[run.benchmark] = stale.get(run.benchmark, 0) + run.stale
            missing = sum((run.jurisdiction, element) not in rated for element in _elements(run.benchmark))
            unrated[run.benchmark] = unrated.get(run.benchmark, 0) + missing
        return Figures(laws, pages, jobs, unrated, stale)


def _elements(benchmark: str) -> list[str]:
    try:
        return [element.id for element in load_benchmark(benchmark).elements]
    except UnknownName:
        return []  # its file is gone; the runs on it are counted as stale
