"""Care Gap as one ASGI application: `streamlit run app.py`, or `uvicorn app:app`."""

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

from components.document import DocumentLanguage
from components.figure import draw_ahead
from data.catalog import SHELL


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncGenerator[None]:
    if os.environ.get("CAREGAP_DRAW_AHEAD", "1") != "0":
        Thread(target=draw_ahead, name="draw ahead", daemon=True).start()
    yield


app = st.App(SHELL, middleware=[Middleware(DocumentLanguage)], lifespan=lifespan)

if __name__ == "__main__":
    app.run()
