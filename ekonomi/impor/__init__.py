"""Files that come from spreadsheets and forms: read, header found, columns matched, cells cleaned.

`baca`, `kepala`, `peta` and `bersih` know nothing of households and serve any import; `kolom`,
`periksa` and `simpan` are the households' own.
"""
