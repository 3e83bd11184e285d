"""The web server behind a page, as long as the page is served."""

from __future__ import annotations

import uvicorn

from penstock.config.settings import Secret
from penstock.serving.app import BODY_BYTES_MAX, build_app
from penstock.serving.guard import Guard
from penstock.serving.model import PageModel


def web_server(model: PageModel, token: Secret | None) -> uvicorn.Server:
    """Return a server over what the page shows; `run` it with a listening socket."""
    # The web server logs every request; what a run has to say is in its status.
    config = uvicorn.Config(
        Guard(build_app(model), token),
        log_level="error",
        access_log=False,
        ws="websockets-sansio",
        ws_max_size=BODY_BYTES_MAX,
        lifespan="off",
    )
    return uvicorn.Server(config)
