"""The review pages: server-rendered, usable by keyboard, each made of a few calls of the Workspace."""

from api.pages import codebook, laws, matrix, people, review, search, study, upload, verifying, versions, work

ALL = (
    matrix.router,
    work.router,
    upload.router,
    laws.router,
    search.router,
    versions.router,
    review.router,
    study.router,
    codebook.router,
    people.router,
    people.door,
    verifying.router,
    verifying.door,
)
