"""Addresses of LUNA MAYA's part "janji"."""

from django.urls import URLPattern, path, register_converter

from luna_maya.views import janji


class KodeKunjungan:
    """The code of a visit (`luna_maya.models.kunjungan.new_kode`): capitals and digits, so that it
    never takes the address of another page under `/<slug>/luna-maya/`.
    """

    regex = "[2-9A-HJKMNP-TW-Z]{8}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(KodeKunjungan, "kodekunjungan")

_AWAL = "<slug:slug>/luna-maya/"
urlpatterns: list[URLPattern] = [
    path(_AWAL, janji.luna_maya, name="luna_maya"),
    path(f"{_AWAL}janji/", janji.luna_janji, name="luna_janji"),
    path(f"{_AWAL}kunjungan.csv", janji.data_kunjungan, name="luna_data_kunjungan"),
    path(f"{_AWAL}janji.csv", janji.data_janji, name="luna_data_janji"),
    path(f"{_AWAL}<kodekunjungan:kode_kunjungan>/", janji.luna_kunjungan, name="luna_kunjungan"),
]
