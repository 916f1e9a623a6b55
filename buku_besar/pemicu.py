"""What the database itself holds about the books, as triggers.

A journal is numbered without a gap, balances, belongs to one book with all its accounts, is never
dated in a closed period and never changes. Services check the same first, to answer in words;
these hold for any other way in, and when posting and closing meet at the same instant.
"""

# ruff: noqa: S608 - constants of this file, no input

import pgtrigger

PERIODE_TERTUTUP = "jurnal_periode_terbuka"
SEIMBANG = "jurnal_seimbang"
SEBUKU = "entri_akun_sebuku"


def _refuse(constraint: str, message: str) -> str:
    """A PL/pgSQL statement that fails like a CHECK constraint of this name."""
    return (
        f"RAISE EXCEPTION USING ERRCODE = '23514', CONSTRAINT = '{constraint}', "
        f"MESSAGE = '{message}';"
    )


_TOLAK = "RAISE EXCEPTION 'append-only: % on % refused', TG_OP, TG_TABLE_NAME;"


def _no_truncate() -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="no_truncate",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func=_TOLAK,
    )


def permanent() -> list[pgtrigger.Trigger]:
    """As `wilayah.append_only.triggers`, but not even retention deletes: books stay whole."""
    return [
        pgtrigger.Trigger(
            name="append_only",
            when=pgtrigger.Before,
            operation=pgtrigger.Update | pgtrigger.Delete,
            func=_TOLAK,
        ),
        _no_truncate(),
    ]


def undeletable() -> list[pgtrigger.Trigger]:
    """Rows that may change by their own rules, but never go."""
    return [
        pgtrigger.Trigger(
            name="no_delete", when=pgtrigger.Before, operation=pgtrigger.Delete, func=_TOLAK
        ),
        _no_truncate(),
    ]


# The share lock on the book meets the update of `versi_periode` by whoever closes or reopens: one
# waits for the other, and the check that follows reads what was committed meanwhile (or, above
# READ COMMITTED, fails to serialize). The counter's row lock is held until the end: no gaps.
NOMOR_DAN_PERIODE = pgtrigger.Trigger(
    name="nomor_dan_periode",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    func=f"""
    PERFORM 1 FROM buku_besar_buku WHERE id = NEW.buku_id FOR SHARE;
    IF EXISTS (
        SELECT 1 FROM buku_besar_periode
        WHERE buku_id = NEW.buku_id AND ditutup_at IS NOT NULL
            AND NEW.tanggal BETWEEN mulai AND selesai
    ) THEN
        {_refuse(PERIODE_TERTUTUP, "jurnal bertanggal di periode yang sudah ditutup")}
    END IF;
    NEW.tahun := extract(year FROM NEW.tanggal);
    INSERT INTO buku_besar_nomorjurnal AS n (buku_id, tahun, terakhir)
        VALUES (NEW.buku_id, NEW.tahun, 1)
        ON CONFLICT (buku_id, tahun) DO UPDATE SET terakhir = n.terakhir + 1
        RETURNING terakhir INTO NEW.nomor;
    RETURN NEW;
    """,
)

# Deferred: counted when the transaction ends, however the rows came in. Total and number of lines
# stand in the journal, so that no line can join it later, not even a balanced pair.
_HITUNG = f"""
    SELECT count(*), coalesce(sum(e.debit), 0), coalesce(sum(e.kredit), 0), j.jumlah, j.banyak_baris
    INTO baris, debit, kredit, jumlah, banyak
    FROM buku_besar_jurnal j LEFT JOIN buku_besar_entri e ON e.jurnal_id = j.id
    WHERE j.id = {{kolom}} GROUP BY j.id;
    IF baris < 2 OR baris <> banyak OR debit <> kredit OR debit <> jumlah THEN
        {_refuse(SEIMBANG, "jurnal tidak seimbang atau barisnya tidak lengkap")}
    END IF;
    RETURN NULL;
"""


def balanced(kolom: str) -> pgtrigger.Trigger:
    """The deferred check of a journal, from the journal (`NEW.id`) or a line (`NEW.jurnal_id`)."""
    return pgtrigger.Trigger(
        name="seimbang",
        level=pgtrigger.Row,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        timing=pgtrigger.Deferred,
        declare=[
            ("baris", "bigint"), ("banyak", "bigint"), ("debit", "numeric"),
            ("kredit", "numeric"), ("jumlah", "numeric"),
        ],
        func=_HITUNG.format(kolom=kolom),
    )  # fmt: skip


AKUN_SEBUKU = pgtrigger.Trigger(
    name="akun_sebuku",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    func=f"""
    IF (SELECT buku_id FROM buku_besar_akun WHERE id = NEW.akun_id)
        IS DISTINCT FROM (SELECT buku_id FROM buku_besar_jurnal WHERE id = NEW.jurnal_id)
    THEN
        {_refuse(SEBUKU, "akun dari buku lain")}
    END IF;
    RETURN NEW;
    """,
)

PEMBALIK_SEBUKU = pgtrigger.Trigger(
    name="pembalik_sebuku",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    condition=pgtrigger.Q(new__membalik__isnull=False),
    func=f"""
    IF (SELECT buku_id FROM buku_besar_jurnal WHERE id = NEW.membalik_id)
        IS DISTINCT FROM NEW.buku_id
    THEN
        {_refuse("jurnal_pembalik_sebuku", "jurnal pembalik dari buku lain")}
    END IF;
    RETURN NEW;
    """,
)

# What an account is must not change under the entries that already use it.
AKUN_TETAP = pgtrigger.Trigger(
    name="akun_tetap",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    condition=pgtrigger.AnyChange("buku", "kode", "jenis"),
    func=f"""
    IF EXISTS (SELECT 1 FROM buku_besar_entri WHERE akun_id = OLD.id) THEN
        {_refuse("akun_tetap", "akun yang sudah dipakai tidak berganti buku, kode, atau jenis")}
    END IF;
    RETURN NEW;
    """,
)

# The counter moves by one and only together with a journal that carries the number.
NOMOR_NAIK_SATU = pgtrigger.Trigger(
    name="nomor_naik_satu",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    func=f"""
    IF NEW.buku_id <> OLD.buku_id OR NEW.tahun <> OLD.tahun OR NEW.terakhir <> OLD.terakhir + 1 THEN
        {_refuse("nomorjurnal_naik_satu", "nomor jurnal hanya naik satu")}
    END IF;
    RETURN NEW;
    """,
)
NOMOR_TERPAKAI = pgtrigger.Trigger(
    name="nomor_terpakai",
    level=pgtrigger.Row,
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.Update,
    timing=pgtrigger.Deferred,
    func=f"""
    IF NOT EXISTS (
        SELECT 1 FROM buku_besar_jurnal
        WHERE buku_id = NEW.buku_id AND tahun = NEW.tahun AND nomor = NEW.terakhir
    ) THEN
        {_refuse("nomorjurnal_terpakai", "nomor jurnal tanpa jurnal")}
    END IF;
    RETURN NULL;
    """,
)

# Closing and reopening: the book is written, so that whoever posts meets it; the last word of the
# period's history has to say the same, with its reason (RiwayatPeriode).
PERIODE_BERIWAYAT = pgtrigger.Trigger(
    name="periode_beriwayat",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    func=f"""
    IF NEW.buku_id <> OLD.buku_id OR NEW.mulai <> OLD.mulai OR NEW.selesai <> OLD.selesai THEN
        {_refuse("periode_tetap", "batas periode tidak berubah")}
    END IF;
    IF (NEW.ditutup_at IS NULL) <> (OLD.ditutup_at IS NULL) THEN
        UPDATE buku_besar_buku SET versi_periode = versi_periode + 1 WHERE id = NEW.buku_id;
        IF (
            SELECT peristiwa FROM buku_besar_riwayatperiode
            WHERE periode_id = NEW.id ORDER BY id DESC LIMIT 1
        ) IS DISTINCT FROM (CASE WHEN NEW.ditutup_at IS NULL THEN 'dibuka' ELSE 'ditutup' END) THEN
            {_refuse("periode_beriwayat", "periode ditutup atau dibuka tanpa catatan alasan")}
        END IF;
    ELSIF NEW.ditutup_at IS DISTINCT FROM OLD.ditutup_at
        OR NEW.ditutup_oleh_id IS DISTINCT FROM OLD.ditutup_oleh_id THEN
        {_refuse("periode_tetap", "catatan penutupan tidak berubah")}
    END IF;
    RETURN NEW;
    """,
)
# A period begins open; it is closed by an update, which the trigger above sees.
PERIODE_MULAI_TERBUKA = pgtrigger.Trigger(
    name="periode_mulai_terbuka",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    func=f"""
    IF NEW.ditutup_at IS NOT NULL THEN
        {_refuse("periode_mulai_terbuka", "periode baru dimulai terbuka")}
    END IF;
    RETURN NEW;
    """,
)
