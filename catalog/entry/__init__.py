"""How researchers come in and go out: the admin's site, sign-in, the second factor, passwords."""
