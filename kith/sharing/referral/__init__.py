"""A referral from a school to a council, end to end: chosen, sent, taken in, settled, answered, heard.

The kind of envelope is `referral`. What goes is made from a record, never typed again (`choosing`, `making`); at the
council it is a contact with the referrer's words beside it (`taking_in`), whose children a person says who they are
(`settling`), and whose decision is told to the sender (`answering`, `hearing`).
"""

KIND = "referral"
VERSION = 1
