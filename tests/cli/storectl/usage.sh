storectl
storectl nonsense
storectl dump
storectl dump a b
storectl dump -q a
storectl --version
storectl --help
