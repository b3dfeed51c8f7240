"""What the tests of the API share: the address, the benchmark, and a service on a real workspace."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI
from starlette.testclient import TestClient
from workspaces import STATUTE, make_workspace, settings, write_statute

from analyser.store.records import LawVersion, SectionRecord
from analyser.workspace import Workspace
from api import create_app

HOST = "http://127.0.0.1:8321"
BENCHMARK = "csea-2012"


@dataclass
class Service:
    """What a test needs at hand."""

    app: FastAPI
    workspace: Workspace
    law: LawVersion
    sections: dict[str, SectionRecord]

    def client(self, **more: object) -> TestClient:
        return TestClient(self.app, base_url=HOST, follow_redirects=False, **more)  # type: ignore[arg-type]


@contextmanager
def running(folder: Path, **changed: object) -> Iterator[Service]:
    """Country xa with one act of four sections, matched against csea-2012; `changed` are settings of the service."""
    workspace = make_workspace(folder)
    me = workspace.local_user()
    law = workspace.ingest(
        write_statute(folder, text=STATUTE), "xa", by=me, title="Protection of Children Act", country_name="Arcadia"
    )
    workspace.analyse("xa", BENCHMARK, by=me)
    sections = {section.label: section for section in workspace.sections(law.id).items}
    app = create_app(workspace, settings(folder).model_copy(update={"max_upload_mb": 1} | changed))
    yield Service(app, workspace, law, sections)
    workspace.close()
