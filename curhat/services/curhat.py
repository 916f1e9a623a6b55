"""From a resident's words to a record, an answer and, where it is urgent, a ticket.

`open_curhat_many` does it for a batch with a fixed number of queries; one message is a batch of
one, so there is only this path. The caller holds the transaction.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from curhat import acuan
from curhat.aturan_aktif import aturan_aktif
from curhat.model_aktif import pengklasifikasi_aktif
from curhat.models import Curhat, RiwayatCurhat
from curhat.services.jawab import answer_many
from curhat.services.kabar import notify_tembusan, notify_urgent
from curhat.services.kabar_peka import notify_peka
from curhat.services.koreksi import apply_koreksi, judged, read_bacaan, record_koreksi
from curhat.services.model_bahasa import queue_tugas
from curhat.services.tempat import Letak, letak_of
from curhat.services.tiket import ensure_tiket, open_tiket
from curhat.triase.hasil import Konteks, Triase
from curhat.triase.mesin import triase_many
from pesan.hitungan import count_up
from pesan.models import Kontak, Lampiran, PesanMasuk
from pesan.models.kanal import SALURAN_FORMULIR
from pesan.pin import pin_hash
from wilayah.kripto import new_kode_laporan, new_pin
from wilayah.models import Pengguna

P = RiwayatCurhat.Peristiwa


@dataclass(frozen=True, slots=True)
class CurhatBaru:
    """What is known of a new curhat before triage; `wilayah` is the area that took it."""

    teks: str
    saluran: str
    wilayah: str
    diterima_at: datetime
    kontak: Kontak | None = None
    pesan_masuk: PesanMasuk | None = None
    anonim: bool | None = None
    tembusan: bool | None = None
    rt: str | None = None
    rw: str | None = None
    lat: float | None = None
    lng: float | None = None
    kontak_diberikan: bool = False
    kode: str = ""
    pin: str = ""
    id_luar: str = ""
    laju: str = ""  # what a form's sender is counted by; a contact is counted by itself
    lampiran: tuple[int, ...] = ()
    resmi: bool = False
    nama_pelapor: str = ""
    tanpa_saran: bool = False  # no words yet: a voice note that somebody has to hear first
    oleh: Pengguna | None = None  # staff who wrote down what they heard on a visit


@dataclass(slots=True)
class CurhatDibuka:
    """A curhat just made, with what must be told once: the PIN, the triage, the answer's text."""

    curhat: Curhat
    pin: str
    triase: Triase
    jawaban: Any = field(default=None)
    tanpa_saran: bool = False
    berlampiran: bool = False


def triase_baru(baru: Sequence[CurhatBaru]) -> list[Triase]:
    """Triage of a batch with the rule set and the classifier in use."""
    pairs = [
        (
            b.teks,
            Konteks(
                wilayah_kanal=b.wilayah,
                gazetir=acuan.gazetir(b.wilayah),
                tembusan=b.tembusan,
                anonim=b.anonim,
            ),
        )
        for b in baru
    ]
    return triase_many(pairs, aturan=aturan_aktif(), pengklasifikasi=pengklasifikasi_aktif())


@transaction.atomic
def open_curhat_many(
    baru: Sequence[CurhatBaru], hasil: Sequence[Triase] | None = None
) -> list[CurhatDibuka]:
    """Record a batch of curhat, answer each, open tickets for the urgent ones, tell the lurah.

    Nothing is ever dropped: more than settings.CURHAT_PER_JAM from one contact within an hour are
    recorded and held for review (no ticket, no second answer).
    """
    if not baru:
        return []
    hasil = hasil if hasil is not None else triase_baru(baru)
    recent, forms = _recent_counts(baru), _form_counts(baru)
    dibuka = []
    for b, t in zip(baru, hasil, strict=True):
        pin = b.pin or new_pin()
        curhat = _build(b, t, pin)
        curhat.ditahan = _too_many(b, recent, forms)
        dibuka.append(CurhatDibuka(curhat, pin, t, tanpa_saran=b.tanpa_saran))
    Curhat.objects.bulk_create([d.curhat for d in dibuka])
    _link_lampiran(baru, dibuka)
    answer_many(dibuka)
    queue_tugas(dibuka)
    RiwayatCurhat.objects.bulk_create([row for d in dibuka for row in _first_history(d)])
    for b, d in zip(baru, dibuka, strict=True):
        _escalate(d.curhat, baru=True, by=b.oleh)
    return dibuka


def _too_many(b: CurhatBaru, recent: Counter[int], forms: Counter[str]) -> bool:
    if b.laju:
        forms[b.laju] += 1
        return forms[b.laju] > settings.CURHAT_PER_JAM
    if b.kontak is None or b.pin:  # a form without an address: nothing to count it by
        return False
    recent[b.kontak.pk] += 1
    return recent[b.kontak.pk] > settings.CURHAT_PER_JAM


def _form_counts(baru: Sequence[CurhatBaru]) -> Counter[str]:
    """How many forms came with each typed address in the last hour, without those of this batch."""
    ini = Counter(b.laju for b in baru if b.laju)
    return Counter(count_up(ini, timedelta(hours=1))) - ini


def _recent_counts(baru: Sequence[CurhatBaru]) -> Counter[int]:
    kontak = {b.kontak.pk for b in baru if b.kontak is not None}
    if not kontak:
        return Counter()
    rows = (
        Curhat.objects.filter(
            kontak__in=kontak, diterima_at__gt=timezone.now() - timedelta(hours=1)
        )
        .values_list("kontak")
        .annotate(n=Count("pk"))
        .order_by()
    )
    return Counter(dict(rows))


def _build(b: CurhatBaru, t: Triase, pin: str) -> Curhat:
    sub = acuan.subkategori_all()[t.subkategori]
    wilayah = acuan.place_of(t.wilayah or b.wilayah, rw=b.rw or t.rw, rt=b.rt or t.rt)
    kode = b.kode or new_kode_laporan()
    return Curhat(
        kode=kode,
        pin_hash=pin_hash(kode, pin),
        pesan_masuk=b.pesan_masuk,
        id_luar=b.id_luar,
        resmi=b.resmi,
        nama_pelapor=b.nama_pelapor,
        kontak=b.kontak,
        saluran=b.saluran,
        wilayah=wilayah,
        diterima_at=b.diterima_at,
        lat=b.lat,
        lng=b.lng,
        kategori_id=sub.kategori_id,
        subkategori=sub,
        unit=acuan.unit_of(sub, wilayah.kode),
        tembusan=bool(t.tembusan),
        anonim=bool(t.anonim),
        rahasia=t.rahasia,
        kontak_diberikan=b.kontak_diberikan or t.kontak_diberikan,
        perlu_tinjau=t.perlu_tinjau,
        versi_aturan=aturan_aktif().versi,
        **triase_columns(t),
    )


def triase_columns(t: Triase) -> dict[str, Any]:
    """The columns of Curhat that are triage's word and nothing else."""
    return {
        "isi": t.teks_tersamar,
        "ringkasan": t.ringkasan[:200],
        "bahasa": t.bahasa or "",
        "lurah_disebut": (t.lurah_disebut or "")[:80],
        "jalan": (t.jalan or "")[:120],
        "kandidat_wilayah": [
            {"kode": k.kode, "nama": k.nama, "tingkat": k.tingkat} for k in t.kandidat_wilayah
        ],
        "keyakinan": min(max(t.keyakinan, 0.0), 1.0),
        "urgensi": t.urgensi,
        "keparahan": t.keparahan,
        "perkiraan_terdampak": t.perkiraan_terdampak,
        "sentimen": t.sentimen,
        "jenis_respons": t.jenis_respons,
        "jenis_solusi": t.jenis_solusi,
        "tingkat_masalah": t.tingkat_masalah,
        "sumber_daya": list(t.sumber_daya),
        "kata_kritis": list(t.kata_kritis),
        "alasan": [{"temuan": a.temuan, "frasa": a.frasa, "aturan": a.aturan} for a in t.alasan],
        "eskalasi": t.eskalasi,
        "darurat": t.darurat,
        "versi_model": t.versi_model[:60],
        "jenis_peka": list(t.jenis_peka),
    }


def _link_lampiran(baru: Sequence[CurhatBaru], dibuka: Sequence[CurhatDibuka]) -> None:
    by_masuk = {
        b.pesan_masuk.pk: d.curhat.pk
        for b, d in zip(baru, dibuka, strict=True)
        if b.pesan_masuk is not None
    }
    link = Curhat.lampiran.through
    rows = {
        (by_masuk[masuk], pk)
        for pk, masuk in Lampiran.objects.filter(pesan_masuk__in=by_masuk).values_list(
            "pk", "pesan_masuk"
        )
    }
    for b, d in zip(baru, dibuka, strict=True):
        rows |= {(d.curhat.pk, pk) for pk in b.lampiran}
    berlampiran = {curhat for curhat, _pk in rows}
    for d in dibuka:
        d.berlampiran = d.curhat.pk in berlampiran
    link.objects.bulk_create(
        [link(curhat_id=curhat, lampiran_id=pk) for curhat, pk in sorted(rows)],
        ignore_conflicts=True,
    )


def _first_history(d: CurhatDibuka) -> list[RiwayatCurhat]:
    curhat, dijawab = d.curhat, not d.tanpa_saran
    ditahan = "Lebih dari batas per jam" if curhat.ditahan else ""
    rows = [RiwayatCurhat(curhat=curhat, peristiwa=P.DITERIMA)]
    if curhat.ditahan:
        rows.append(RiwayatCurhat(curhat=curhat, peristiwa=P.DITAHAN, catatan=ditahan))
    elif dijawab:
        rows.append(RiwayatCurhat(curhat=curhat, peristiwa=P.DIJAWAB))
    return rows


def _escalate(curhat: Curhat, *, baru: bool = False, by: Pengguna | None = None) -> None:
    if curhat.rahasia and (curhat.ditahan or not curhat.eskalasi):
        # below the threshold too; with a ticket, the ticket's notice says so
        notify_peka(curhat, kecuali=by)
    if curhat.ditahan:
        return
    if curhat.eskalasi:
        open_tiket(curhat, sebab=escalation_reason(curhat), baru=baru, by=by)
    if curhat.tembusan:
        notify_tembusan(curhat)


def escalation_reason(curhat: Curhat) -> str:
    """Why this curhat became a ticket by itself, in words."""
    if curhat.kata_kritis:
        return f"Kata kritis: {', '.join(curhat.kata_kritis)}"
    if curhat.darurat:
        return "Keselamatan terancam"
    return f"Urgensi {curhat.urgensi}"


@transaction.atomic
def release_ditahan(curhat: Curhat, *, by: Pengguna) -> Curhat:
    """Let a held curhat through: it gets its answer and, where urgent, its ticket."""
    curhat = (
        Curhat.objects.select_for_update(of=("self",))
        .select_related("wilayah", "subkategori", "kontak", "unit")
        .get(pk=curhat.pk)
    )
    if not curhat.ditahan:
        return curhat
    curhat.ditahan = False
    pin = ""
    if curhat.kontak is not None and curhat.kontak.saluran not in SALURAN_FORMULIR:
        # Its chat was never told the PIN; a form's page and a gateway were, and theirs stays.
        pin = new_pin()
        curhat.pin_hash = pin_hash(curhat.kode, pin)
    curhat.save(update_fields=["ditahan", "pin_hash", "updated_at"])
    RiwayatCurhat.objects.create(curhat=curhat, peristiwa=P.DILEPAS, by=by)
    baru = CurhatBaru(
        teks=curhat.isi,
        saluran=curhat.saluran,
        wilayah=curhat.wilayah_id,
        diterima_at=curhat.diterima_at,
        anonim=curhat.anonim,
        tembusan=curhat.tembusan,
    )
    (hasil,) = triase_baru([baru])
    dibuka = [CurhatDibuka(curhat=curhat, pin=pin, triase=hasil)]
    answer_many(dibuka)
    queue_tugas(dibuka)
    _escalate(curhat)
    return curhat


@transaction.atomic
def mark_selesai(curhat: Curhat, *, by: Pengguna | None = None, asal: str = "") -> Curhat:
    """A curhat without a ticket is over: the advice helped, or the resident says so."""
    curhat = Curhat.objects.select_for_update(of=("self",)).get(pk=curhat.pk)
    if curhat.ditutup_at is None:
        curhat.ditutup_at = timezone.now()
        curhat.save(update_fields=["ditutup_at", "updated_at"])
        RiwayatCurhat.objects.create(curhat=curhat, peristiwa=P.DITUTUP, by=by, asal_hash=asal)
    return curhat


@transaction.atomic
def correct_curhat(
    curhat: Curhat,
    *,
    by: Pengguna,
    subkategori: str | None = None,
    urgensi: int | None = None,
    rahasia: bool | None = None,
    letak: Letak | None = None,
) -> Curhat:
    """A moderator's correction; it also takes the curhat out of the review queue.

    Kept as a label to learn from: what is given is what was judged, nothing given says all is
    right. Urgency takes severity, escalation and the open ticket with it; one that now reaches the
    rule set's threshold opens a ticket. Another kelurahan finds it in its own review queue.
    """
    curhat = (
        Curhat.objects.select_for_update(of=("self",))
        .select_related("wilayah", "subkategori", "kontak", "unit")
        .get(pk=curhat.pk)
    )
    lama, letak_lama, biasa = read_bacaan(curhat), letak_of(curhat.wilayah), not curhat.rahasia
    changed = apply_koreksi(
        curhat, subkategori=subkategori, urgensi=urgensi, rahasia=rahasia, letak=letak
    )
    if biasa and curhat.rahasia:
        notify_peka(curhat)
    pindah = letak_of(curhat.wilayah).kelurahan != letak_lama.kelurahan
    curhat.perlu_tinjau = pindah
    curhat.save()
    dinilai = judged(subkategori=subkategori, urgensi=urgensi, rahasia=rahasia, letak=letak)
    if dinilai:
        record_koreksi(curhat, lama, by=by, dinilai=dinilai)
    RiwayatCurhat.objects.create(
        curhat=curhat, peristiwa=P.KOREKSI, by=by, catatan="; ".join(changed) or "Sudah benar"
    )
    mendesak = curhat.urgensi >= aturan_aktif().ambang_eskalasi
    tiket = ensure_tiket(
        curhat,
        sebab=f"Dikoreksi petugas: urgensi {curhat.urgensi}",
        buka=mendesak and (curhat.urgensi > lama.urgensi or curhat.tiket_terakhir is None),
        by=by,
    )
    if pindah and tiket is not None:
        notify_urgent(tiket)  # once for each person: only the new kelurahan's have not been told
    return curhat
