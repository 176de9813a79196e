"""The web page and the REST API of a library; needs the extra `[web]` and is imported by `xietong serve` alone."""
