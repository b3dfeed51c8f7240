"""The client itself: the generated operations, and following a job to its end."""

from collections.abc import Iterator

from api.client.operations import AllOperations
from api.client.transport import problem
from api.schemas.laws import JobShape

_DATA = "data: "


class Client(AllOperations):
    """`Client(address, token)`; its methods are the operations of the API. What the server refuses is a Problem."""

    def follow(self, job_id: str) -> Iterator[JobShape]:
        """The job whenever it changes, the last time when it is finished."""
        path = f"/api/v1/jobs/{job_id}/events"
        with self._http.stream("GET", path, timeout=None) as answer:
            if not answer.is_success:
                answer.read()
                raise problem(answer)
            for line in answer.iter_lines():
                if line.startswith(_DATA):
                    yield JobShape.model_validate_json(line.removeprefix(_DATA))

    def finished(self, job_id: str) -> JobShape:
        """The job when it is finished, whatever its end."""
        *_, last = self.follow(job_id)
        return last
