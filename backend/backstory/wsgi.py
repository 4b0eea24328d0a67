"""The WSGI application that granian loads."""

from __future__ import annotations

from backstory.app import create_app
from backstory.kernel import log, settings

loaded = settings.load()
log.configure(readable=loaded.env == "development")
app = create_app(loaded)
