"""Files that were given to Kith, kept so that the store alone cannot give them away.

What a file is about is no business of this room: `kith.cases.filing` says on which person and record it hangs.
"""
