"""Page images: office files through LibreOffice, where it is on the PATH, and PDF through pypdfium2."""
