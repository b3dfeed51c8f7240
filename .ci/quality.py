"""The quality gate on real laws: splitting and ranking may not fall below the floors beside this file.

usage: quality.py SHARED [--all]. It splits every law in every form and ranks the jurisdictions named in the floors;
`--all` ranks every jurisdiction. It fails when it measured fewer laws or cases than the floors say.
"""

import json
import statistics
import sys
from pathlib import Path

import benchmarks
from analyser.settings import Settings
from models import load_encoder, load_ranker
from models.judging import Means, Report, examples_of, judge, read_laws

root, everything = Path(sys.argv[1]).resolve(), "--all" in sys.argv
floors = json.loads(Path(__file__).with_name("floors.json").read_text())
settings = Settings()
problems = []


def check(what: str, found: float, floor: float) -> None:
    """Print a figure beside its floor, and remember it when it lies below."""
    print(f"{what:44s} {found:8.4f}  floor {floor:.4f}", flush=True)
    if found < floor:
        problems.append(f"{what}: {found:.4f} is below {floor:.4f}")


for form, floor in floors["split"].items():
    report = Report()
    names = sorted(str(path.parent.relative_to(root)) for path in root.glob(f"corpora/*/*/law.{form}"))
    read_laws(root, names, settings, form, report)
    found = [score.f1 for score in report.splits.values()] + [0.0] * len(report.failures)
    check(f"split {form}: laws measured", len(found), floor["laws"])
    check(f"split {form}: mean F1", statistics.fmean(found), floor["mean"])
    check(f"split {form}: lowest F1", min(found), floor["lowest"])
    problems += [f"{law}: {why}" for law, why in report.failures.items()]

report = Report()
means = Means(
    settings, benchmarks.load_benchmark("csea-full"), benchmarks.load_languages(), load_encoder(settings), load_ranker()
)
only = () if everything else floors["match"]["jurisdictions"]
judge(examples_of(root / "gold", means, report, only), means.ranker, report)
measured = report.as_dict()
check("match: cases measured", measured["cases"], floors["match"]["cases"])
for name, lowest in floors["match"]["measures"].items():
    check(f"match: {name}", measured["overall"][name], lowest)
problems += [f"{law}: {why}" for law, why in report.failures.items()]
if problems:
    sys.exit("below the floors:\n  " + "\n  ".join(problems))
