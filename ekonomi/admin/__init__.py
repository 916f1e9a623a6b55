from ekonomi.admin import angkatan as angkatan
from ekonomi.admin import kursus as kursus
from ekonomi.admin import peserta as peserta
from ekonomi.admin import sertifikat as sertifikat
