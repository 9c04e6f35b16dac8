"""A View as a file: one module a format, pure functions of View and frame that know no Streamlit."""
