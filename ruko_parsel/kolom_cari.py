"""The column that full text search reads: Indonesian roots, without accents, weighted."""

from typing import Any

from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models

KONFIGURASI = "indonesian"


class TanpaAksen(models.Func):
    """désa → desa, in the database itself: `unaccent` is an extension not every server has."""

    template = r"regexp_replace(normalize(%(expressions)s, NFKD), '[\u0300-\u036f]', '', 'g')"
    output_field = models.TextField()


def kolom_cari(**bobot: str) -> models.GeneratedField:
    """A stored column made of these fields, each with its weight (A weighs most)."""
    vektor: Any = None
    for nama, berat in bobot.items():
        satu = SearchVector(TanpaAksen(models.F(nama)), weight=berat, config=KONFIGURASI)
        vektor = satu if vektor is None else vektor + satu
    return models.GeneratedField(
        expression=vektor, output_field=SearchVectorField(), db_persist=True
    )
