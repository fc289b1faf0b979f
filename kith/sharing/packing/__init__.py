"""What is packed of a child for somebody outside: another school or an agency. It knows neither.

What there is to go for one reader (`offering`, `beside`, `worked`, `earlier`), the names in it that are asked about
(`naming`), what was chosen and what that makes (`making`), its fingerprint (`contents`), its sheets (`sheets`), and a
pack that opens with a secret alone (`locked`).
"""
