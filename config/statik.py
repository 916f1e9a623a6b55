"""Static files: hashed names, compressed once so that the web server never has to."""

import brotli
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class KompresorCepat(Compressor):
    """Brotli at quality 9: a tenth of the time of WhiteNoise's 11 for a few per cent of size."""

    @staticmethod
    def compress_brotli(data: bytes) -> bytes:
        return bytes(brotli.compress(data, quality=9))


class PenyimpananStatik(CompressedManifestStaticFilesStorage):
    """Hashed files only: nothing links to the plain names."""

    keep_only_hashed_files = True

    def create_compressor(self, **kwargs: object) -> Compressor:
        return KompresorCepat(**kwargs)
