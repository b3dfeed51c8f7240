"""Who may use which route: the least role of each, `open` for the doors, `study` where the study itself must be open.

A route of the application that is not in this table fails a test; so does a line without a route.
"""

from typing import Any

from api_service import BENCHMARK

ELEMENT = "lanzarote.20.1.a"
TABLE = """
GET / viewer
GET /account viewer
POST /account/password viewer
POST /account/revoke viewer
POST /account/tokens viewer
GET /api/v1/absence viewer study
POST /api/v1/adjudications adjudicator study
GET /api/v1/agreement viewer study
GET /api/v1/agreement/parts viewer study
POST /api/v1/analyses reviewer
GET /api/v1/assignments viewer
POST /api/v1/assignments adjudicator study
POST /api/v1/assignments/withdraw adjudicator
GET /api/v1/audit admin
GET /api/v1/audit/verification admin
GET /api/v1/benchmarks viewer
GET /api/v1/benchmarks/{benchmark_id} viewer
GET /api/v1/benchmarks/{benchmark_id}/elements/{element_id} viewer
GET /api/v1/candidates viewer
GET /api/v1/cells/{country}/{element} viewer study
GET /api/v1/cells/{country}/{element}/elsewhere viewer study
GET /api/v1/changes viewer
GET /api/v1/charts/{name} viewer study
GET /api/v1/codebook viewer
GET /api/v1/comparisons viewer
GET /api/v1/editions viewer
POST /api/v1/editions adjudicator study
GET /api/v1/editions/{name} viewer
GET /api/v1/editions/{name}/export viewer
GET /api/v1/editions/{name}/signatures viewer
POST /api/v1/editions/{name}/signatures adjudicator
GET /api/v1/groups viewer
GET /api/v1/invitations admin
POST /api/v1/invitations admin
DELETE /api/v1/invitations/{invitation_id} admin
GET /api/v1/jobs viewer
GET /api/v1/jobs/{job_id} viewer
GET /api/v1/jobs/{job_id}/events viewer
GET /api/v1/jurisdictions viewer
GET /api/v1/laws viewer
POST /api/v1/laws reviewer
POST /api/v1/laws/bulk reviewer
GET /api/v1/laws/{law_id} viewer
GET /api/v1/laws/{law_id}/certificate viewer
GET /api/v1/laws/{law_id}/differences viewer
GET /api/v1/laws/{law_id}/file viewer
GET /api/v1/laws/{law_id}/pages/{page}.png viewer
POST /api/v1/laws/{law_id}/pieces/{piece} reviewer
GET /api/v1/laws/{law_id}/sections viewer
GET /api/v1/laws/{law_id}/translations viewer
POST /api/v1/laws/{law_id}/translations reviewer
POST /api/v1/laws/{law_id}/translations/machine reviewer
GET /api/v1/laws/{law_id}/versions viewer
POST /api/v1/laws/{law_id}/withdraw reviewer
POST /api/v1/mappings admin
GET /api/v1/matrix viewer study
GET /api/v1/me viewer
PUT /api/v1/me/language viewer
PUT /api/v1/me/password viewer
GET /api/v1/openapi.json viewer
GET /api/v1/people adjudicator
POST /api/v1/people admin
DELETE /api/v1/people/{name} admin
PUT /api/v1/people/{name}/role admin
GET /api/v1/progress viewer study
GET /api/v1/ratings viewer
POST /api/v1/ratings reviewer study
POST /api/v1/ratings/repeat reviewer
GET /api/v1/ratings/{rating_id}/further viewer
GET /api/v1/reliability viewer study
GET /api/v1/reopenings viewer study
POST /api/v1/reopenings adjudicator study
GET /api/v1/reranked viewer study
POST /api/v1/reranked viewer study
GET /api/v1/runs viewer
GET /api/v1/search viewer
POST /api/v1/search/index reviewer
GET /api/v1/sections/{section_id} viewer
GET /api/v1/sections/{section_id}/context viewer
GET /api/v1/sheets/{country} viewer study
GET /api/v1/sheets/{country}/file viewer study
GET /api/v1/studies/{benchmark}/conduct viewer
PUT /api/v1/studies/{benchmark}/conduct admin
GET /api/v1/studies/{benchmark}/members adjudicator
DELETE /api/v1/studies/{benchmark}/members/{name} admin
PUT /api/v1/studies/{benchmark}/members/{name} admin
GET /api/v1/study viewer study
GET /api/v1/study/export viewer study
GET /api/v1/suggestion viewer study
GET /api/v1/tokens viewer
POST /api/v1/tokens viewer
DELETE /api/v1/tokens/current viewer
DELETE /api/v1/tokens/{token_id} viewer
GET /api/v1/translations/{translation_id}/sections viewer
POST /api/v1/translations/{translation_id}/withdraw reviewer
GET /api/v1/verifications adjudicator
POST /api/v1/verifications adjudicator study
POST /api/v1/verifications/{verification_id}/close adjudicator
GET /api/v1/verifications/{verification_id}/comments adjudicator
GET /api/v1/webhooks admin
POST /api/v1/webhooks admin
DELETE /api/v1/webhooks/{webhook_id} admin
GET /api/v1/webhooks/{webhook_id}/deliveries admin
GET /changes/{country} viewer
GET /codebook viewer
GET /codebook/file/{form} viewer
GET /codebook/{element_id} viewer
GET /healthz open
GET /jobs/{job_id}/card viewer
GET /join/{secret} open
POST /join/{secret} open
POST /language open
GET /laws viewer
GET /laws/{law_id} viewer
GET /laws/{law_id}/compare/{other_id} viewer
POST /laws/{law_id}/pieces reviewer
POST /laws/{law_id}/translations reviewer
GET /login open
POST /login open
POST /logout viewer
GET /matrix viewer study
GET /metrics viewer
GET /oidc/callback open
GET /oidc/start open
GET /people admin
POST /people/change admin
POST /people/conduct admin
POST /people/invite admin
POST /people/withdraw admin
GET /readyz open
GET /review/{country} viewer study
GET /review/{country}/{element_id} viewer study
POST /review/{country}/{element_id}/reopen adjudicator study
POST /review/{country}/{element_id}/repeat reviewer
POST /review/{country}/{element_id}/translate viewer
GET /search viewer
POST /search/index reviewer
GET /sections/{section_id} viewer
GET /sections/{section_id}/context viewer
GET /study viewer study
GET /study/charts viewer study
GET /study/compare viewer
GET /study/countries/{country} viewer study
GET /study/download.csv viewer study
GET /study/download.xlsx viewer study
GET /study/editions/{name} viewer
GET /translations/{translation_id} viewer
POST /translations/{translation_id}/withdraw reviewer
GET /upload viewer
GET /verifications adjudicator
POST /verifications adjudicator study
POST /verifications/close adjudicator
GET /verify/{secret} open
POST /verify/{secret} open
GET /work viewer study
POST /work/assign adjudicator study
"""

_LINES = [line.split() for line in TABLE.split("\n") if line]
LEAST = {(line[0], line[1]): line[2] for line in _LINES}
"""(method, path template) -> least role, or `open`."""
OF_A_STUDY = {(line[0], line[1]) for line in _LINES if line[3:] == ["study"]}
"""Routes that a closed study refuses to others."""

_PLACE = {"country": "xa", "element": ELEMENT}
_TEXT = ("act.txt", b"Section 1. Title\nThis Act is short.\n")
BODIES: dict[str, dict[str, Any]] = {
    "/api/v1/adjudications": {"json": _PLACE | {"judgement": "unclear", "rationale": "so"}},
    "/api/v1/analyses": {"json": {"country": "xa", "benchmark": BENCHMARK}},
    "/api/v1/assignments": {"json": {"benchmark": BENCHMARK, "countries": ["xa"], "reviewers": ["Rita"], "each": 1}},
    "/api/v1/assignments/withdraw": {"json": _PLACE | {"reviewer": "Vera"}},
    "/api/v1/editions": {"json": {"benchmark": BENCHMARK, "name": "One"}},
    "/api/v1/editions/{name}/signatures": {"json": {"statement": "Checked."}},
    "/api/v1/invitations": {"json": {"role": "viewer"}},
    "/api/v1/laws": {"data": {"country": "xb"}, "files": {"file": _TEXT}},
    "/api/v1/laws/bulk": {"files": {"manifest": ("m.csv", b"jurisdiction,files\nxb,act.txt\n"), "files": _TEXT}},
    "/api/v1/laws/{law_id}/translations": {"files": {"file": _TEXT}},
    "/api/v1/laws/{law_id}/translations/machine": {"json": {"language": "en", "sections": [1]}},
    "/api/v1/laws/{law_id}/withdraw": {"json": {"reason": "wrong"}},
    "/api/v1/mappings": {"json": {"mapping": "from: nothing"}},
    "/api/v1/me/language": {"json": {"language": "en"}},
    "/api/v1/me/password": {"json": {"password": "short"}},
    "/api/v1/people": {"json": {"name": "local"}},
    "/api/v1/people/{name}/role": {"json": {"role": "viewer"}},
    "/api/v1/ratings": {"json": _PLACE | {"judgement": "unclear", "rationale": "so"}},
    "/api/v1/ratings/repeat": {"json": {"rating": "none", "elements": [ELEMENT]}},
    "/api/v1/reopenings": {"json": _PLACE | {"reason": "doubt"}},
    "/api/v1/reranked": {"json": {"country": "xa", "benchmark": BENCHMARK}},
    "/api/v1/studies/{benchmark}/conduct": {"json": {}},
    "/api/v1/tokens": {"json": {"name": "t"}},
    "/api/v1/translations/{translation_id}/withdraw": {"json": {"reason": "wrong"}},
    "/api/v1/verifications": {
        "json": {"benchmark": BENCHMARK, "country": "xa", "partner": "P", "deadline": "2030-01-01T00:00:00Z"}
    },
    "/api/v1/webhooks": {"json": {"url": "https://127.0.0.1/"}},
    "/account/password": {"data": {"password": "short", "again": "short"}},
    "/account/revoke": {"data": {"token": "none"}},
    "/account/tokens": {"data": {"name": "t"}},
    "/laws/{law_id}/pieces": {"data": {"piece": "1"}},
    "/laws/{law_id}/translations": {"files": {"file": _TEXT}},
    "/people/change": {"data": {"name": "nobody", "role": "viewer"}},
    "/people/conduct": {"data": {"sample": "0"}},
    "/people/invite": {"data": {"role": "viewer"}},
    "/people/withdraw": {"data": {"invitation": "none"}},
    "/review/{country}/{element_id}/reopen": {"data": {"reason": "doubt"}},
    "/review/{country}/{element_id}/repeat": {"data": {"rating": "none", "element": [ELEMENT]}},
    "/translations/{translation_id}/withdraw": {"data": {"reason": "wrong"}},
    "/verifications": {"data": {"country": "xa", "partner": "P", "deadline": "2030-01-01"}},
    "/verifications/close": {"data": {"verification": "none"}},
    "/work/assign": {"data": {"country": ["xa"], "reviewer": ["Rita"], "each": "1"}},
}
"""What is sent with a change, by path: enough to be understood, too little to change what the next request needs."""
QUERY = _PLACE | {"benchmark": BENCHMARK, "q": "child", "before": "A", "after": "B", "to": "1"}
FORMS = {"/api/v1/sheets/{country}/file": "sheet.docx", "/api/v1/charts/{name}": "svg"}
PLACES = {"country": "xa", "element": ELEMENT, "element_id": ELEMENT, "benchmark_id": BENCHMARK, "benchmark": BENCHMARK}
PLACES |= {"form": "html", "page": "1", "piece": "1", "section_id": "1"}
