from ekonomi.admin import audit as audit
from ekonomi.admin import belanja_program as belanja_program
from ekonomi.admin import laporan_triwulan as laporan_triwulan
from ekonomi.admin import program as program
from ekonomi.admin import rencana as rencana
