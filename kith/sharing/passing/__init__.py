"""The safeguarding file of a child who changes school, from the day they leave to the signed receipt.

The kind of envelope is `safeguarding_file`. Who left is found each night (`leaving`). The lead says where it goes and
what of it (`choosing`, `making`); what there is of a child to go is packed as for anybody outside (`sharing.packing`).
Sealed it goes to a school on Kith (`going`), which signs for it (`coming`, `taking`); or to any other as a locked pack
(`pack`). A receipt (`answers`) closes the sender's copy (`locking`); where none comes, somebody is asked (`chasing`).
How it stands follows from its rows by one rule (`rules`).
"""

KIND = "safeguarding_file"
VERSION = 4
PURPOSE = "The next school keeps this child safe"
BASIS = (
    "Keeping children safe in education, Part two: the child protection file goes to the new school within five days;"
    " UK GDPR Article 6(1)(e), Data Protection Act 2018 Schedule 1 paragraph 18"
)
