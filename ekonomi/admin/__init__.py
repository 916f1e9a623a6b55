from ekonomi.admin import angkatan as angkatan
from ekonomi.admin import kursus as kursus
from ekonomi.admin import peserta as peserta
from ekonomi.admin import sertifikat as sertifikat
from ekonomi.admin import inovasi as inovasi
from ekonomi.admin import koperasi as koperasi
from ekonomi.admin import pinjaman as pinjaman
