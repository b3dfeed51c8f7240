"""What the tests of the API share: the address, the benchmark, and a service on a real workspace."""

from dataclasses import dataclass

from fastapi import FastAPI
from starlette.testclient import TestClient

from analyser.store.records import LawVersion, SectionRecord
from analyser.workspace import Workspace

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
