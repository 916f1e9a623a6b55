from curhat.admin import aturan, curhat, model_bahasa, panduan, taksonomi, tiket, tinjauan

__all__ = ["aturan", "curhat", "model_bahasa", "panduan", "taksonomi", "tiket", "tinjauan"]
