"""A second of silence as a real Ogg Opus file, for the simulator's voice note."""

import struct

_DIAM = b"\xf8\xff\xfe"  # one Opus frame of 20 ms silence


def silent_voice_note(detik: int = 1) -> bytes:
    """An Ogg Opus file that every player opens (RFC 7845)."""
    kepala = b"OpusHead" + struct.pack("<BBHIHB", 1, 1, 0, 48_000, 0, 0)
    label = b"OpusTags" + struct.pack("<I", 9) + b"hai-lurah" + struct.pack("<I", 0)
    bingkai = [_DIAM] * (50 * detik)
    return b"".join(
        (
            _page([kepala], 2, 0, 0),
            _page([label], 0, 0, 1),
            _page(bingkai, 4, 48_000 * detik, 2),
        )
    )


def _page(paket: list[bytes], tanda: int, posisi: int, urut: int) -> bytes:
    panjang = bytes(len(p) for p in paket)
    isi = b"".join(paket)
    kepala = struct.pack("<4sBBqIII", b"OggS", 0, tanda, posisi, 7, urut, 0)
    halaman = kepala + bytes([len(panjang)]) + panjang + isi
    return halaman[:22] + struct.pack("<I", _crc(halaman)) + halaman[26:]


def _crc(isi: bytes) -> int:
    """Ogg's checksum: polynomial 0x04c11db7, not reflected, starting from zero."""
    crc = 0
    for byte in isi:
        crc ^= byte << 24
        for _ in range(8):
            crc = (crc << 1) ^ (0x04C11DB7 if crc & 0x80000000 else 0)
            crc &= 0xFFFFFFFF
    return crc
