from hadir.services.kehadiran import (
    PresensiDitolak as PresensiDitolak,
    SesiTerkunci as SesiTerkunci,
    SesiTertutup as SesiTertutup,
    cancel_hadir as cancel_hadir,
    count_hadir as count_hadir,
    hadir_di as hadir_di,
    record_hadir as record_hadir,
)
from hadir.services.kode import (
    current_kode as current_kode,
    find_by_angka as find_by_angka,
    find_by_kode as find_by_kode,
    qr_svg as qr_svg,
)
from hadir.services.sesi import (
    close_sesi as close_sesi,
    lock_sesi as lock_sesi,
    move_sesi as move_sesi,
    open_sesi as open_sesi,
    reopen_sesi as reopen_sesi,
    schedule_sesi as schedule_sesi,
)
