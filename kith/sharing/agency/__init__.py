"""A child is referred to an agency that is not on Kith: asked, chased, answered, disagreed with, ended.

The lead says who is asked for what and on what basis, and chooses what goes (`preparing`). It goes as a locked pack
(`making`, `sheets`, `going`, `pack`), or was said on the telephone or in a letter. Everything since is an entry
(`saying`). How it stands and when it is late follow from its entries by one rule (`rules`) and what the school has
settled for itself (`local`); who is late is chased each night (`chasing`).
"""

PURPOSE = "Another agency is asked to help a child"
