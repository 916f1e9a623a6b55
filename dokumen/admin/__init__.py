from dokumen.admin import jenis, kop, register, surat

__all__ = ["jenis", "kop", "register", "surat"]
