"""The review pages: server-rendered, usable by keyboard, each made of a few calls of the Workspace."""

from api.pages import codebook, laws, matrix, review, study, upload

ALL = (matrix.router, upload.router, laws.router, review.router, study.router, codebook.router)
