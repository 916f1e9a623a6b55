"""The embedded database survives whatever is done to it and its users."""

import contextlib
import os
import shutil
import signal
import stat
import subprocess
import sys
from pathlib import Path

import psutil
import psycopg
import pytest

from config import basisdata, biner_pg, peladen_pg
from config.berkas import GagalMulai
from tests.config.proses import (
    insert_row,
    kill_server,
    other_user,
    processes_on,
    server_pid,
    wait_until,
)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """A data folder that was set up once and is not running."""
    folder = tmp_path_factory.mktemp("asal") / "data"
    basisdata.stop_if_last(basisdata.ensure_running(folder))
    return folder


@pytest.fixture
def data_dir(cluster, tmp_path):
    """A copy of it for one test, stopped afterwards whatever happened."""
    folder = tmp_path / "data"
    subprocess.run(["/bin/cp", "-a", str(cluster), str(folder)], check=True)  # noqa: S603
    yield folder
    peladen_pg.stop(peladen_pg.peladen(folder))


def test_what_was_committed_is_there_after_a_stop_and_a_start(data_dir):
    for expected in (1, 2):
        with basisdata.ensure_running(data_dir):
            assert insert_row(data_dir) == expected


def test_a_fresh_folder_is_set_up_and_closed_to_others(tmp_path):
    folder = tmp_path / "baru"
    with basisdata.ensure_running(folder):
        assert insert_row(folder) == 1
    for path in (folder, folder / "pg", folder / "pg" / "data"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "pg" / "sandi").stat().st_mode) == 0o600


def test_folders_above_keep_their_modes_and_their_owner(tmp_path):
    tmp_path.chmod(0o700)
    before = [(p, p.stat().st_mode, p.stat().st_uid) for p in (tmp_path, *tmp_path.parents)]
    with basisdata.ensure_running(tmp_path / "data"):
        pass
    assert [(p, p.stat().st_mode, p.stat().st_uid) for p in (tmp_path, *tmp_path.parents)] == before


def test_a_data_folder_with_a_very_long_path_and_spaces_works(tmp_path):
    folder = tmp_path / ("nama yang panjang sekali " * 6) / ("dan lagi " * 10)
    with basisdata.ensure_running(folder):
        assert insert_row(folder) == 1


def test_the_last_user_stops_it_and_not_the_first(data_dir):
    lain = other_user(data_dir)
    basisdata.stop_if_last(basisdata.ensure_running(data_dir))
    assert server_pid(data_dir) is not None
    lain.communicate()
    assert processes_on(data_dir) == []


def test_two_folders_run_side_by_side(data_dir, cluster):
    with basisdata.ensure_running(data_dir), basisdata.ensure_running(cluster):
        assert server_pid(data_dir) != server_pid(cluster)
        assert insert_row(data_dir) == 1
    assert processes_on(data_dir) == processes_on(cluster) == []


def test_a_killed_server_starts_again_with_what_was_committed(data_dir):
    with basisdata.ensure_running(data_dir):
        insert_row(data_dir)
        kill_server(data_dir)
    with basisdata.ensure_running(data_dir):
        assert insert_row(data_dir) == 2


def test_it_is_revived_for_a_user_who_holds_it(data_dir):
    with basisdata.ensure_running(data_dir) as pegangan:
        assert basisdata.revive(pegangan) is False
        kill_server(data_dir)
        assert basisdata.revive(pegangan) is True
        assert insert_row(data_dir) == 1


def test_when_its_only_user_is_killed_the_guard_stops_it(data_dir):
    lain = other_user(data_dir)
    lain.kill()
    lain.communicate()
    wait_until(lambda: processes_on(data_dir) == [])
    with basisdata.ensure_running(data_dir):
        assert insert_row(data_dir) == 1


def test_a_process_id_that_now_belongs_to_another_program_does_not_count(data_dir):
    pidfile = data_dir / "pg" / "data" / "postmaster.pid"
    sleeper = subprocess.Popen(["/bin/sleep", "60"])
    try:
        pidfile.write_text(f"{sleeper.pid}\n{pidfile.parent}\n1\n5432\n/tmp\n\n 1 1\nready\n")
        with basisdata.ensure_running(data_dir):
            assert insert_row(data_dir) == 1
        assert sleeper.poll() is None
    finally:
        sleeper.kill()
        sleeper.wait()


def test_a_copy_of_a_running_folder_does_not_take_the_other_server_for_its_own(data_dir, tmp_path):
    with basisdata.ensure_running(data_dir):
        insert_row(data_dir)
        salinan = tmp_path / "salinan"
        subprocess.run(["/bin/cp", "-a", str(data_dir), str(salinan)], check=True)  # noqa: S603
        with basisdata.ensure_running(salinan):
            assert server_pid(salinan) != server_pid(data_dir)


def test_a_socket_left_by_a_killed_server_is_no_obstacle(data_dir):
    server = peladen_pg.peladen(data_dir)
    peladen_pg.prepare_socket(server)
    (server.soket / ".s.PGSQL.5432.lock").write_text(f"{os.getppid()}\n")
    (server.soket / ".s.PGSQL.5432").touch()
    with basisdata.ensure_running(data_dir):
        assert insert_row(data_dir) == 1


def test_half_a_set_up_of_a_killed_run_is_thrown_away(tmp_path):
    setengah = tmp_path / "data" / "pg" / "data.baru"
    setengah.mkdir(parents=True)
    (setengah / "PG_VERSION").write_text("18\n")
    with basisdata.ensure_running(tmp_path / "data"):
        assert insert_row(tmp_path / "data") == 1
    assert not setengah.exists()


def test_many_users_at_once_get_one_server(tmp_path):
    code = (
        "import sys; from pathlib import Path; from config import basisdata as b\n"
        "with b.ensure_running(Path(sys.argv[1])), b.connect(Path(sys.argv[1]), b.NAMA) as c:\n"
        "    print(c.execute('SELECT current_database()').fetchone()[0])\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "data")]
    users = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(5)]  # noqa: S603
    assert [user.communicate()[0] for user in users] == [b"hai_lurah\n"] * 5
    assert processes_on(tmp_path / "data") == []


def test_without_the_password_nobody_gets_in(data_dir):
    with basisdata.ensure_running(data_dir):
        entry = basisdata.django_database(data_dir)
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(
                host=entry["HOST"],
                user=entry["USER"],
                dbname=entry["NAME"],
                password="tebakan",
            )


def test_it_listens_on_a_private_socket_only(data_dir):
    with basisdata.ensure_running(data_dir):
        server = psutil.Process(server_pid(data_dir))
        assert server.net_connections(kind="inet") == []
        folder = Path(basisdata.django_database(data_dir)["HOST"])
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_socket_folder_made_by_someone_else_is_refused(data_dir, tmp_path):
    server = peladen_pg.peladen(data_dir)
    server.soket.symlink_to(tmp_path)
    try:
        with pytest.raises(GagalMulai, match="bukan folder pribadi"):
            basisdata.ensure_running(data_dir)
    finally:
        server.soket.unlink()


def test_a_world_writable_folder_on_the_way_is_refused(tmp_path):
    longgar = tmp_path / "longgar"
    longgar.mkdir()
    longgar.chmod(0o777)
    with pytest.raises(GagalMulai, match="boleh ditulis siapa saja"):
        basisdata.ensure_running(longgar / "data")


def test_data_of_another_postgresql_version_is_refused_by_name(data_dir):
    (data_dir / "pg" / "data" / "PG_VERSION").write_text("16\n")
    with pytest.raises(GagalMulai, match="dibuat PostgreSQL 16"):
        basisdata.ensure_running(data_dir)


def test_the_log_of_the_server_holds_no_values(data_dir):
    server, nama = basisdata.ensure_running(data_dir), "hai_lurah"
    with server, basisdata.connect(data_dir, nama) as connection:
        connection.execute("CREATE TABLE orang (nik text UNIQUE)")
        connection.execute("INSERT INTO orang VALUES ('3577030000000001')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO orang VALUES ('3577030000000001')")
    logs = [path.read_text() for path in (data_dir / "pg" / "data" / "log").iterdir()]
    assert any("duplicate key" in log for log in logs)
    assert not any("3577030000000001" in log for log in logs)


@pytest.mark.skipif(os.geteuid() != 0, reason="hanya bermakna bila dijalankan oleh root")
def test_root_never_runs_postgres(data_dir):
    with basisdata.ensure_running(data_dir):
        owners = []
        for process in processes_on(data_dir):
            with contextlib.suppress(psutil.NoSuchProcess):  # a helper of the server that has ended
                owners.append((process.uids().real, process.gids().real))
        assert owners
        assert all(uid and gid for uid, gid in owners)


@pytest.mark.skipif(os.geteuid() != 0, reason="hanya bermakna bila dijalankan oleh root")
def test_programs_in_a_closed_home_are_copied_to_where_the_server_can_run_them(
    data_dir, tmp_path, monkeypatch
):
    asli = biner_pg.wheel_folder()
    rumah = tmp_path / "rumah"
    libs = asli.parent.name + ".libs"
    shutil.copytree(asli, rumah / asli.parent.name / asli.name, symlinks=True)
    shutil.copytree(asli.parent.with_name(libs), rumah / libs)
    rumah.chmod(0o700)
    monkeypatch.setattr(biner_pg, "wheel_folder", lambda: rumah / asli.parent.name / asli.name)
    with basisdata.ensure_running(data_dir):
        program = Path(psutil.Process(server_pid(data_dir)).exe())
        assert insert_row(data_dir) == 1
    assert rumah not in program.parents
    shutil.rmtree(program.parents[3])


def test_a_signal_in_the_middle_leaves_no_server(data_dir, monkeypatch):
    def interrupted(*_args):
        os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(basisdata, "ensure_database", interrupted)
    # a run in the background of a shell has Ctrl-C ignored
    semula = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            basisdata.ensure_running(data_dir)
    finally:
        signal.signal(signal.SIGINT, semula)
    assert processes_on(data_dir) == []
