"""What an author starts from: a template for each kind of file, and a draft from a file that is as it should be."""
