"""What the host's own consent adds to the question whether something of a visit may be shown."""

from django.db.models import Q


def host_allows_q() -> Q:
    """Rows of visits (by their `kunjungan`) whose host lets them be shown in public now."""
    return Q()


def host_allows_report_q() -> Q:
    """The same for the kelurahan's own report."""
    return Q()
