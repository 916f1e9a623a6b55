"""Documents of a programme on paper: blocks of plain data to PDF (typst) and Word (python-docx)."""
