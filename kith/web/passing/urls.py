"""The addresses of safeguarding files."""

from django.urls import path

from kith.web.passing import came, door, going, lists, preparing, sent

urlpatterns = [
    path("files/", lists.files, name="files"),
    path("files/begin/<uuid:id>/", going.begin_file, name="begin_file"),
    path("files/out/<uuid:id>/", going.leaver, name="leaver"),
    path("files/out/<uuid:id>/where/", preparing.address_file, name="address_file"),
    path("files/out/<uuid:id>/what/", preparing.choose_file, name="choose_file"),
    path("files/out/<uuid:id>/keep/", preparing.keep_file, name="keep_file"),
    path("files/out/<uuid:id>/send/<uuid:token>/", going.send_file, name="send_file"),
    path("files/out/<uuid:id>/take-back/", sent.take_file_back, name="take_file_back"),
    path("files/out/<uuid:id>/signed/", sent.file_signed, name="file_signed"),
    path("files/out/<uuid:id>/again/", sent.ask_file_again, name="ask_file_again"),
    path("files/out/<uuid:id>/stays/", going.keep_record_back, name="keep_record_back"),
    path("files/out/<uuid:id>/receipt/", sent.sent_receipt, name="sent_receipt"),
    path("files/in/<uuid:id>/", came.file_came, name="file_came"),
    path("files/in/<uuid:id>/ours/", came.claim_file, name="claim_file"),
    path("files/in/<uuid:id>/take/", came.take_file, name="take_file"),
    path("files/in/<uuid:id>/take-out/", came.take_file_out, name="take_file_out"),
    path("files/in/<uuid:id>/send-back/", came.send_file_back, name="send_file_back"),
    path("files/in/<uuid:id>/receipt/", came.came_receipt, name="came_receipt"),
    path("packs/<uuid:controller>/<uuid:id>/", door.pack, name="pack"),
]
