"""Daily feeds, for whoever sets them and for whoever waits for what they bring."""
