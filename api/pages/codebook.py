"""The codebook: what is rated, when it counts, the reason codes; printable as a whole, by element, and as a file."""

from enum import StrEnum

from fastapi import Request
from starlette.responses import Response

from api import languages
from api.catalogue import element_of, elements_of, every_benchmark
from api.pages.common import Chosen, page_router
from api.rendering import page
from benchmarks.export_docx import to_docx
from benchmarks.export_html import to_html
from benchmarks.labels import label_languages
from benchmarks.own import compose, compose_page
from benchmarks.vocabulary import load_vocabulary

router = page_router()
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class FileFormat(StrEnum):
    """What kind of file the codebook becomes."""

    html = "html"
    docx = "docx"


@router.get("/codebook")
def codebook(request: Request, benchmark: Chosen) -> Response:
    """One benchmark: the rows of its table, and every element."""
    context = {
        "benchmark": benchmark,
        "benchmarks": every_benchmark(),
        "elements": elements_of(benchmark),
        "vocabulary": load_vocabulary(),
        "forms": list(FileFormat),
    }
    return page(request, "codebook.html", context)


@router.get("/codebook/file/{form}")
def codebook_file(benchmark: Chosen, form: FileFormat) -> Response:
    """The whole codebook of a benchmark as a file, with labels in the reader's language where there are any."""
    book = compose(benchmark, _language())
    name = f"codebook-{benchmark.id}-{benchmark.version}-{book.labels.language}.{form}"
    content, kind = (to_html(book).encode(), "text/html") if form is FileFormat.html else (to_docx(book), DOCX)
    return Response(content, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@router.get("/codebook/{element_id}")
def codebook_element(request: Request, benchmark: Chosen, element_id: str) -> Response:
    """One element on one printable page, with everything the codebook knows of it. Raises UnknownName."""
    element = element_of(benchmark, element_id)
    shown, labels = compose_page(element, _language())
    context = {"benchmark": benchmark, "element": element, "shown": shown, "labels": labels, "said": labels.words}
    return page(request, "codebook_element.html", context)


def _language() -> str:
    """The reader's language where the codebook has labels in it, else English."""
    return languages.current() if languages.current() in label_languages() else "en"
