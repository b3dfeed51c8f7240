"""Compose and Kubernetes files: right by their own linters, and nothing runs with more rights than it needs."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

DEPLOY = Path(__file__).parents[2] / "deploy"
FILES = sorted(DEPLOY.glob("kubernetes/*.yaml"))
KUBERNETES = "1.30"
WORKLOADS = ("StatefulSet", "Deployment", "Job")


def documents() -> Iterator[dict[str, Any]]:
    for file in FILES:
        yield from yaml.safe_load_all(file.read_text("utf-8"))


def test_compose_keeps_to_its_specification() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    found = subprocess.run([*command, str(DEPLOY / "compose.yaml")], capture_output=True, text=True)
    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize("document", list(documents()), ids=lambda one: f"{one['kind']} {one['metadata']['name']}")
def test_kubernetes_accepts_every_document(document: dict[str, Any]) -> None:
    from kubernetes_validate import validate

    validate(document, KUBERNETES, strict=True)


PODS = [
    (f"{one['kind']} {one['metadata']['name']}", one["spec"]["template"]["spec"])
    for one in documents()
    if one["kind"] in WORKLOADS
]


@pytest.mark.parametrize("pod", [pod for _, pod in PODS], ids=[name for name, _ in PODS])
def test_no_container_has_rights_it_does_not_need(pod: dict[str, Any]) -> None:
    assert pod["securityContext"]["runAsNonRoot"]
    assert pod["securityContext"]["runAsUser"] > 0
    assert pod["automountServiceAccountToken"] is False
    for container in (*pod["containers"], *pod.get("initContainers", ())):
        assert container["securityContext"]["allowPrivilegeEscalation"] is False
        assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
        assert container["resources"]["limits"]["memory"]
        said = {entry["name"]: entry.get("value", "") for entry in container.get("env", ())}
        assert not [name for name in said if "PASSWORD" in name and not name.endswith("_FILE")]


def test_no_secret_is_kept_in_a_file() -> None:
    assert [one for one in documents() if one["kind"] == "Secret"] == []
    assert "password:" not in (DEPLOY / "compose.yaml").read_text("utf-8").lower().replace("postgres-password:", "")


def test_what_compose_names_is_there() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    assert set(compose["services"]) == {"database", "server", "scheduler", "worker"}
    assert (DEPLOY.parent / compose["services"]["server"]["build"]["dockerfile"]).is_file()
    copied = [
        line.split()[1:-1] for line in (DEPLOY / "Dockerfile").read_text("utf-8").splitlines() if line[:5] == "COPY "
    ]
    missing = [
        name for names in copied for name in names if name[0] not in "/-" and not (DEPLOY.parent / name).exists()
    ]
    assert missing == []
