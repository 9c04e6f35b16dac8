"""The views, tables and sources over HTTP, for programs. No Streamlit; the same parts as on the pages."""
