pvk2pfx --version
pvk2pfx --help
