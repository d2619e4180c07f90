"""Django's SQLite, which writes the signs of a question once and not at every asking."""

ENGINE = __name__
