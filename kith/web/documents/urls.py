"""The addresses of documents. What a file is called stands in none of them."""

from django.urls import path

from kith.web.documents import lists, one, sharing_page
from kith.web.record.areas import for_each

urlpatterns = [
    path("people/<uuid:id>/documents/", lists.person_documents, name="person_documents"),
    path("concerns/<uuid:id>/documents/", lists.concern_documents, name="concern_documents"),
    path("concerns/sent/<uuid:id>/documents/", lists.receipt_documents, name="receipt_documents"),
    *for_each("<uuid:id>/documents/", lists.record_documents, "record_documents"),
    path("documents/shared/", sharing_page.shared_documents, name="shared_documents"),
    path("documents/<uuid:id>/share/", sharing_page.share_document, name="share_document"),
    path("documents/<uuid:id>/share/<uuid:lent>/end/", sharing_page.unshare_document, name="unshare_document"),
    path("documents/<uuid:id>/", one.document, name="document"),
    path("documents/<uuid:id>/<int:n>/shown/", one.shown_document, name="shown_document"),
    path("documents/<uuid:id>/<int:n>/copy/", one.download_document, name="download_document"),
    path("documents/<uuid:id>/say/", one.say_document, name="say_document"),
    path("documents/<uuid:id>/newer/", one.newer_document, name="newer_document"),
    path("documents/<uuid:id>/void/", one.void_document, name="void_document"),
    path("documents/<uuid:id>/destroy/", one.destroy_document, name="destroy_document"),
]
