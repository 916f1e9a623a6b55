from ekonomi.admin import angkatan as angkatan
from ekonomi.admin import kursus as kursus
from ekonomi.admin import peserta as peserta
from ekonomi.admin import sertifikat as sertifikat
from ekonomi.admin import pasar as pasar
from ekonomi.admin import pasar_hari as pasar_hari
