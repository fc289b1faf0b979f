"""The addresses of the door."""

from django.urls import path

from kith.web.signin import again, outside, prove, set_up, steps, views, ways_in

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-in/passkey/", views.by_passkey, name="sign_in_by_passkey"),
    path("sign-in/passkey/ask/", views.ask_passkey, name="ask_passkey"),
    path("sign-in/code/", views.ask_code, name="second_factor"),
    path("sign-in/set-up/", set_up.set_up_factor, name="set_up_factor"),
    path("sign-in/again/", again.sign_in_again, name="sign_in_again"),
    path("sign-in/help/", views.cannot_sign_in, name="cannot_sign_in"),
    path("sign-in/next/", steps.next_step, name="next_step"),
    path("sign-in/password/", steps.change_password, name="change_password"),
    path("sign-in/password/<uuid:account>/<str:proof>/", steps.new_password, name="new_password"),
    path("sign-in/agreement/", steps.agreement, name="agreement"),
    path("sign-in/post/", steps.choose_post, name="choose_post"),
    path("sign-in/by/", outside.outside_doors, name="outside_doors"),
    path("sign-in/by/<slug:slug>/", outside.outside_go, name="outside_go"),
    path("sign-in/by/<slug:slug>/link/", outside.link_outside, name="link_outside"),
    path("sign-in/by/<slug:slug>/back/", outside.outside_back, name="outside_back"),
    path("sign-in/by/<slug:slug>/<uuid:account>/<str:proof>/", outside.outside_invited, name="outside_invited"),
    path("sign-in/prove/", prove.prove, name="prove"),
    path("sign-in/ways/", ways_in.ways_in, name="ways_in"),
    path("sign-in/ways/change/", ways_in.change, name="change_ways_in"),
    path("sign-in/recovery-codes/", set_up.recovery_codes, name="recovery_codes"),
    path("sign-out/", views.sign_out, name="sign_out"),
]
