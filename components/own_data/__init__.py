"""The reader's own file: brought, examined, and shown like any other dataset for as long as they visit."""
