from dokumen.admin import surat

__all__ = ["surat"]
