"""The JSON API, version 1: each router translates and calls one operation of the Workspace."""

from api.routers import (
    benchmarks,
    conduct,
    editions,
    jobs,
    laws,
    people,
    ratings,
    search,
    studies,
    suggestions,
    translations,
    webhooks,
)

ALL = (
    laws.router,
    translations.router,
    search.router,
    jobs.router,
    ratings.router,
    suggestions.router,
    studies.router,
    conduct.router,
    editions.router,
    benchmarks.router,
    people.router,
    webhooks.router,
)
