"""A typed Python client of the HTTP API: `Client("https://host", token).laws(country="xa")`.

Every operation of the OpenAPI description is a method that takes and gives the shapes of `api.schemas`; they are
written by `python -m api.generate`. It needs httpx and pydantic, none of the server's libraries.
"""

from api.client.following import Client
from api.client.transport import Problem, Unreachable

__all__ = ["Client", "Problem", "Unreachable"]
