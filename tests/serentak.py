"""Several people at the same instant, on connections of their own (with the fixture `nyata`)."""

import threading

from django.db import connection


def at_once(*kerja):
    """Run these at the same instant; gives what each returned or raised, in order of arrival."""
    mulai, hasil = threading.Barrier(len(kerja)), []

    def run(satu):
        mulai.wait()
        try:
            hasil.append(satu())
        except Exception as galat:
            hasil.append(galat)
        finally:
            connection.close()

    benang = [threading.Thread(target=run, args=(satu,)) for satu in kerja]
    for satu in benang:
        satu.start()
    for satu in benang:
        satu.join()
    return hasil
