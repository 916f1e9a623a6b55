"""A desk for tests of hand-overs: remembers what it was told."""

from wilayah.rujukan import serves_tujuan


class MejaUji:
    """Accepts whoever serves the destination."""

    kabar: list[tuple[object, ...]] = []

    def label(self):
        return "Meja uji"

    def can_answer(self, user, rujukan):
        return serves_tujuan(user, rujukan)

    def on_accepted(self, rujukan, by):
        self.kabar.append(("diterima", rujukan.pk, by.pk))

    def on_returned(self, rujukan, by):
        self.kabar.append(("dikembalikan", rujukan.pk, rujukan.alasan))
