"""Indicators of a programme: computed, compared with their targets, reported.

`hitung_semua`, `read_keadaan` (now), `read_tercatat` (snapshots), `laporan.laporan`, `is_stable`.
"""

from ekonomi.kpi.hitung import hitung_semua as hitung_semua
from ekonomi.kpi.hitung import read_keadaan as read_keadaan
from ekonomi.kpi.hitung import read_tercatat as read_tercatat
from ekonomi.kpi.stabil import is_stable as is_stable
from ekonomi.kpi.stabil import why_unstable as why_unstable
