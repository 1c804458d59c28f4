"""Tasks on paper: the list of them, and one of them."""
