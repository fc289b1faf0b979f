"""What everybody who signs in agrees to, in the demo."""

AGREEMENT = """\
Kith holds confidential information about children and families. By signing in you agree that:

- you look only at what your work needs, and only while it needs it;
- every page you open about a child is recorded with your name, and may be asked about;
- your password and your codes are yours alone: you do not share them, also not with a colleague or a helpdesk;
- you tell nobody what you read here except those whose work needs it;
- you lock your screen when you leave it, and report at once what was lost, seen or sent by mistake.

Looking up family, friends, neighbours or yourself is misuse, whatever the reason.
"""
