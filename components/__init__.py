"""What pages are made of. Streamlit is imported here and in pages/ only; charts/, export/ and api.py know none."""
