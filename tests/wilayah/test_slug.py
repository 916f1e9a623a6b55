"""Slugs never shadow a fixed path: the form refuses, the database refuses, the list is complete."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import get_resolver

from tests.factories import WilayahFactory
from wilayah.models import Wilayah
from wilayah.slug import RESERVED, suggest_slug, validate_slug_wilayah


def first_segments(resolver):
    """The fixed first parts of every address the portal answers."""
    for satu in resolver.url_patterns:
        teks = str(satu.pattern).lstrip("^/")
        if not teks and hasattr(satu, "url_patterns"):
            yield from first_segments(satu)
            continue
        awal = re.split(r"[/$?]", teks, maxsplit=1)[0]
        if awal and "<" not in awal and "(" not in awal:
            yield awal


def test_every_fixed_path_of_the_urlconf_is_reserved():
    kurang = {
        awal for awal in first_segments(get_resolver())
        if re.fullmatch(r"[a-z0-9-]+", awal) and awal not in RESERVED
    }  # fmt: skip
    assert not kurang, f"tambahkan ke wilayah/slug.py: {sorted(kurang)}"


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["admin", "api", "lapor", "lacak", "webhook", "static", "open311"])
def test_the_database_refuses_a_reserved_slug(slug):
    area = WilayahFactory()
    with (
        pytest.raises(IntegrityError, match="wilayah_slug_bukan_alamat_tetap"),
        transaction.atomic(),
    ):
        Wilayah.objects.filter(pk=area.pk).update(slug=slug)


@pytest.mark.parametrize(
    "slug", ["lapor", "Taman", "taman_madiun", "-taman", "taman--madiun", "tåman"]
)
def test_a_reserved_or_ugly_slug_is_refused_with_a_sentence(slug):
    with pytest.raises(ValidationError):
        validate_slug_wilayah(slug)


def test_suggested_slugs_tell_the_levels_apart():
    assert suggest_slug("Taman", "kelurahan", "Kota Madiun") == "taman-madiun"
    assert suggest_slug("Taman", "kecamatan", "Kota Madiun") == "kec-taman-madiun"
    assert suggest_slug("Kota Madiun", "kota", "Kota Madiun") == "kota-madiun"
    assert (
        suggest_slug("Kabupaten Hulu Sungai Selatan", "kabupaten", "Kabupaten Hulu Sungai Selatan")
        == "kab-hulu-sungai-selatan"
    )
    assert suggest_slug("Oro-oro Ombo", "kelurahan", "Kota Madiun") == "oro-oro-ombo-madiun"
