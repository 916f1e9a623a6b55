/* Made by pesan.antrean: what the queue's service worker has to know, and its code. */
self.ANTREAN_ATUR = {{ atur_json|safe }};
importScripts({% for alamat in skrip %}"{{ alamat|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %});
