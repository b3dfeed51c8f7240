"""The review pages: server-rendered, usable by keyboard, each made of a few calls of the Workspace."""

from api.pages import codebook, laws, matrix, people, review, study, upload, verifying, versions, work

ALL = (
    matrix.router,
    work.router,
    upload.router,
    laws.router,
    versions.router,
    review.router,
    study.router,
    codebook.router,
    people.router,
    people.door,
    verifying.router,
    verifying.door,
)
