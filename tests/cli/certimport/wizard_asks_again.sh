# Nonsense is no answer: the question comes again.
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
typing certimport machine 3 0 '1 ' ../pki/empty.pfx maybe ' N ' YES 7 Y 12 1 \
    perhaps n
