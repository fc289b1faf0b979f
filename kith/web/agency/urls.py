"""The addresses of referrals to agencies."""

from django.urls import path

from kith.web.agency import asking, going, lists, one, rule

urlpatterns = [
    path("agencies/", lists.agencies, name="agencies"),
    path("agencies/rule/", rule.agency_rule, name="agency_rule"),
    path("agencies/<uuid:id>/", one.agency_referral, name="agency_referral"),
    path("agencies/<uuid:id>/change/", asking.change_agency, name="change_agency"),
    path("agencies/<uuid:id>/what/", going.choose_agency, name="choose_agency"),
    path("agencies/<uuid:id>/send/<uuid:token>/", going.send_agency, name="send_agency"),
    path("agencies/<uuid:id>/told/", going.told_agency, name="told_agency"),
    path("agencies/<uuid:id>/take-back/", going.take_agency_back, name="take_agency_back"),
    path("agencies/<uuid:id>/say/", one.say_agency, name="say_agency"),
    path("concerns/<uuid:id>/agency/", asking.new_agency, name="new_agency"),
]
