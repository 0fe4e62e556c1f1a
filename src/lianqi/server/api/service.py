"""The interface, put together from its parts."""

from __future__ import annotations

from ninja import NinjaAPI
from ninja.openapi.docs import Swagger

from lianqi.server.api import cases, commitments, enterprises, events, figures, files
from lianqi.server.api.answers import Utf8, speak
from lianqi.server.api.scopes import SCOPES

_SCOPES = "\n".join(f"- `{scope}`: {zh} · {en}" for scope, (zh, en) in SCOPES.items())
_DESCRIPTION = f"""联企开放接口：登记、办理、跟踪园区对企业的每一项承诺。

What a park has promised its enterprises: record it, act on it, follow it. A request is made for one member of one park
(a person or a service account) and may do what that member may do, with the same answers as on a screen.

**Tokens.** `Authorization: Bearer lianqi.…`, made with `lianqi token create`. Scopes:

{_SCOPES}

**Refusals** have one shape, `{{code, message, details}}`: 401 no token, 403 you may not, 404 no such thing for you, 409
not now or not in this state, 422 incomplete or wrong, 429 too often, 503 and 507 the installation cannot at the moment.
`message` is Chinese, or English where `Accept-Language` prefers it.

**Once and only once.** Every command carries an `Idempotency-Key` and, but for `supplement` and `urge`, the entry that
was seen last (`expected_seq` or `If-Match`). Who comes second gets 409 `ledger.stale` with what happened meanwhile.

**Pages.** Send `next` as `cursor`; it is null on the last page. Lists hold only what the member may see.
"""

api = NinjaAPI(
    title="Lianqi · 联企",
    version="1",
    description=_DESCRIPTION,
    urls_namespace="api-1",
    renderer=Utf8(),
    docs=Swagger(settings={"persistAuthorization": False, "docExpansion": "none"}),
    openapi_extra={"info": {"license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}}},
)
speak(api)
api.add_router("/enterprises", enterprises.router)
api.add_router("/cases", cases.router)
api.add_router("/commitments", commitments.router)
api.add_router("/events", events.router)
api.add_router("/figures", figures.router)
api.add_router("", files.router)
api.add_router("/cases", cases.unknown)
