from django.urls import URLPattern, URLResolver

from ekonomi.urls_hibah import urlpatterns as hibah_urls

urlpatterns: list[URLPattern | URLResolver] = []
urlpatterns += hibah_urls
