"""Referrals to agencies outside Kith."""
