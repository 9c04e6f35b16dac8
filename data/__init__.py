"""The record: what exists (catalog), what is allowed (schema), how it is built (build) and asked for (store)."""
