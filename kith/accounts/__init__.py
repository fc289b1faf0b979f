"""Who somebody is: accounts, how they prove it, and which posts they may choose. Nothing here says what they may do."""
