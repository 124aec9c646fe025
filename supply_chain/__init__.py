"""What the product is made of beside its own code: known holes, licences, what is behind, and the list of all of it."""
