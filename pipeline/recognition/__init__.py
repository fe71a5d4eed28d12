"""Text recognition (OCR): a picture of a page in, words with their places and the rules drawn between them out.

Nothing here knows of PDF files or of plans. ``engine`` finds Tesseract's language data and holds the processes that
recognise; ``page`` is what such a process does with one picture, by way of ``picture`` (upright, straight, clean) and
``ruling`` (the lines of its tables); ``kept`` remembers pages, so that none is ever recognised twice.
"""
