"""Written by `python -m api.generate` from the OpenAPI description."""

from api.client.operations.benchmarks import Benchmarks
from api.client.operations.conduct import Conduct
from api.client.operations.editions import Editions
from api.client.operations.jobs import Jobs
from api.client.operations.laws import Laws
from api.client.operations.operations import Operations
from api.client.operations.people import People
from api.client.operations.review import Review
from api.client.operations.search import Search
from api.client.operations.study import Study
from api.client.operations.suggestions import Suggestions
from api.client.operations.webhooks import Webhooks


class AllOperations(
    Benchmarks,
    Conduct,
    Editions,
    Jobs,
    Laws,
    Operations,
    People,
    Review,
    Search,
    Study,
    Suggestions,
    Webhooks,
):
    """Every operation of the API."""
