"""The survey of trust on a phone without scripts: filled in, then its public result."""

import pytest

from luna_maya.models import JawabanPercaya
from luna_maya.services.survei import close_survei
from luna_maya.services.survei_undang import survei_url
from tests.curhat.conftest import TAMAN
from tests.luna_maya.pabrik_survei import SKALA, jawab, kode_rt, make_survei

pytestmark = pytest.mark.django_db(transaction=True)


def fits(page):
    """Nothing is wider than the phone."""
    return page.locator("html").evaluate("satu => satu.scrollWidth <= satu.clientWidth")


def test_a_thumb_answers_it_and_the_result_reads_well(buka):
    survei = make_survei(di=TAMAN, rt=((2, 3), (2, 4)))
    page = buka(360, js=False)
    page.goto("/" + survei_url(survei, rt=kode_rt(2, 3, di=TAMAN)).split("/", 3)[3])
    assert fits(page)
    for kunci in SKALA:
        pilihan = page.locator(f'label:has(input[name="{kunci}"][value="4"])')
        assert pilihan.bounding_box()["height"] >= 44
        pilihan.click()
    page.get_by_role("button", name="Kirim jawaban").click()
    page.get_by_role("heading", name="Terima kasih").wait_for()
    assert JawabanPercaya.objects.get().jawaban["ikut"] == "4"
    jawab(survei, 2, 3, 2, 3, 4, 2, rt=(2, 3))
    close_survei(survei)
    akhir = make_survei(di=TAMAN, gelombang="sesudah", rt=())
    jawab(akhir, 4, 5, 4, 5, 4, 5, 3, rt=(2, 4))
    close_survei(akhir)
    page.goto("/taman-madiun/luna-maya/kepercayaan/")
    assert fits(page)
    assert page.get_by_text("naik").count() >= 6
