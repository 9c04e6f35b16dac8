"""Care Gap as one ASGI application: `streamlit run app.py`, or `uvicorn app:app`."""

import gc
import os
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Thread

# The main script is pages/shell.py: Python's own search path would begin in pages/ and miss the packages here.
sys.path.insert(0, str(Path(__file__).resolve().parent))

import streamlit as st
from starlette.middleware import Middleware

from components import files
from components.ahead import draw_ahead
from components.api.routes import api
from components.document import DocumentLanguage
from components.own_data import opening
from data.catalog import SHELL
from data.store import store


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncGenerator[None]:
    store().check()
    gc.freeze()
    if os.environ.get("CAREGAP_DRAW_AHEAD", "1") != "0":
        files.POOL.prepare()
        opening.POOL.prepare()
        Thread(target=_draw_ahead, name="draw ahead", daemon=True).start()
    yield
    files.POOL.close()
    opening.POOL.close()


def _draw_ahead() -> None:
    draw_ahead()
    # Streamlit looks through all objects for garbage after every run of a page. What has been imported and drawn by
    # now stays for good, and looking through it would cost a reader more than the run itself.
    gc.collect()
    gc.freeze()


app = st.App(SHELL, routes=[api()], middleware=[Middleware(DocumentLanguage)], lifespan=lifespan)

if __name__ == "__main__":
    app.run()
