"""Shapes of the API; the field names of a curhat are the seed's, written by `curhat.ekspor`."""

from typing import Any

from rest_framework import serializers

from curhat.models import Tiket


class TiketSerializer(serializers.ModelSerializer[Tiket]):
    """A ticket as moderators list it. No name, number or address of a person."""

    id = serializers.CharField(source="nomor", help_text="Nomor tiket, misalnya T-2511-0184")
    kode = serializers.CharField(source="curhat.kode")
    kategori = serializers.CharField(source="curhat.kategori_id")
    subkategori = serializers.CharField(source="curhat.subkategori_id")
    summary = serializers.CharField(source="curhat.ringkasan")
    wilayah = serializers.CharField(source="wilayah_id")
    rt = serializers.CharField(source="wilayah.rt", allow_null=True)
    rw = serializers.CharField(source="wilayah.rw", allow_null=True)
    urgency_score = serializers.IntegerField(source="urgensi")
    status_tiket = serializers.CharField(source="status")
    status = serializers.CharField(source="status_ekspor", help_text="open, in_progress, resolved")
    assigned_unit = serializers.CharField(source="instansi.nama", default="")
    isu = serializers.CharField(
        source="kode_isu", allow_null=True, help_text="Kode masalah bersama bila ada"
    )

    class Meta:
        model = Tiket
        fields = (
            "id",
            "kode",
            "kategori",
            "subkategori",
            "summary",
            "wilayah",
            "rt",
            "rw",
            "urgency_score",
            "status",
            "status_tiket",
            "assigned_unit",
            "isu",
            "due_at",
            "due_aturan",
            "created_at",
            "updated_at",
            "closed_at",
            "hasil",
        )


class TitikSerializer(serializers.Serializer[dict[str, Any]]):
    """A point of the seed's `geocoordinates`."""

    lat = serializers.FloatField(min_value=-90, max_value=90)
    lng = serializers.FloatField(min_value=-180, max_value=180)


class IngestSerializer(serializers.Serializer[dict[str, Any]]):
    """The seed's flat payload (its example is `curhat-011`)."""

    id = serializers.CharField(max_length=60, help_text="Id pengirim; tidak digandakan")
    channel = serializers.ChoiceField(
        choices=["whatsapp", "kiosk", "web", "telegram", "email", "api"], default="api"
    )
    timestamp = serializers.DateTimeField(required=False)
    text = serializers.CharField(max_length=20_000, allow_blank=True, trim_whitespace=False)
    media = serializers.ListField(child=serializers.CharField(max_length=500), required=False)
    tembusan = serializers.CharField(max_length=10, required=False, allow_blank=True)
    anonim = serializers.CharField(max_length=10, required=False, allow_blank=True)
    kelurahan = serializers.CharField(
        max_length=24, required=False, help_text="Kode wilayah; bila kosong, wilayah pemegang kunci"
    )
    geocoordinates = TitikSerializer(required=False, allow_null=True)

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        # `from` is the seed's name for the sender and a word of Python
        fields["from"] = serializers.CharField(max_length=60, required=False, allow_blank=True)
        return fields


class IngestJawabanSerializer(serializers.Serializer[dict[str, Any]]):
    """What came of it: the record, and the reply text to hand to the resident."""

    id = serializers.CharField()
    kode = serializers.CharField(allow_null=True)
    pin = serializers.CharField(help_text="Hanya diberikan sekali", allow_null=True)
    reply_text = serializers.CharField()
    kategori = serializers.CharField(allow_null=True)
    subkategori = serializers.CharField(allow_null=True)
    urgency_score = serializers.IntegerField()
    rt = serializers.CharField(allow_null=True)
    rw = serializers.CharField(allow_null=True)
    privacy_flag = serializers.BooleanField()
    tembusan_flag = serializers.BooleanField()
    escalation_flag = serializers.BooleanField()
    tiket = serializers.CharField(allow_null=True)


class GagalSerializer(serializers.Serializer[dict[str, Any]]):
    detail = serializers.CharField()
