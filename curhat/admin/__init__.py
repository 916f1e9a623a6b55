from curhat.admin import aturan, curhat, isu, panduan, taksonomi, tiket

__all__ = ["aturan", "curhat", "isu", "panduan", "taksonomi", "tiket"]
