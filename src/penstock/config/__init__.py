"""Settings: declared once, read by the loader, the linter, the pages and the reference."""
