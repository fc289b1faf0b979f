"""Children who left for nobody knows where, for those who ask after them."""
