from curhat.admin import aturan, curhat, obrolan, panduan, taksonomi, tiket

__all__ = ["aturan", "curhat", "obrolan", "panduan", "taksonomi", "tiket"]
