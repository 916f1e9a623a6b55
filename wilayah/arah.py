"""Where a browser goes after a form."""

from django.http import HttpResponseRedirect


class SeeOther(HttpResponseRedirect):
    """303 to a page that can be reloaded without sending the form again."""

    status_code = 303
