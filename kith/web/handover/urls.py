"""The addresses of the hand-over."""

from django.urls import path

from kith.web.handover import came, refer, sent

urlpatterns = [
    path("concerns/<uuid:id>/refer/", refer.new_referral, name="new_referral"),
    path("concerns/<uuid:id>/refer/<uuid:token>/", refer.write_referral, name="write_referral"),
    path("concerns/<uuid:id>/refer/<uuid:token>/keep/", refer.keep_referral, name="keep_referral"),
    path("sent/", sent.sent_referrals, name="sent_referrals"),
    path("sent/<uuid:id>/", sent.sent_referral, name="sent_referral"),
    path("sent/<uuid:id>/recall/", sent.recall_referral, name="recall_referral"),
    path("referrals/", came.came_list, name="came_list"),
    path("referrals/<uuid:id>/", came.came, name="came"),
    path("referrals/<uuid:id>/children/<int:n>/", came.settle_child, name="settle_child"),
    path("referrals/<uuid:id>/decide/", came.decide_came, name="decide_came"),
    path("referrals/<uuid:id>/send-back/", came.send_back_came, name="send_back_came"),
]
