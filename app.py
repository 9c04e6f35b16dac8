"""Care Gap as one ASGI application: `streamlit run app.py`, or `uvicorn app:app`."""

import sys
from pathlib import Path

# The main script is pages/shell.py, so Python's own search path would begin in pages/ and miss the packages here.
sys.path.insert(0, str(Path(__file__).resolve().parent))

import streamlit as st
from starlette.middleware import Middleware

from components.document import DocumentLanguage
from data.catalog import SHELL

app = st.App(SHELL, middleware=[Middleware(DocumentLanguage)])

if __name__ == "__main__":
    app.run()
