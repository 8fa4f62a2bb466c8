# Three tries at a password, then the file is asked for: no answer is lost.
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
typing certimport 1 '' nowhere.pfx . - ../pki/aes.pfx one two three '' four \
    spckit n n y 2 ../up Personal y
find home/System* -type f | LC_ALL=C sort
