from pesan.admin import catatan, keluar, masuk, nomor, templat

__all__ = ["catatan", "keluar", "masuk", "nomor", "templat"]
