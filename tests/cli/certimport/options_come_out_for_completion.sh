export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
certimport --options | cut -f1 | sort | tr '\n' ' '
certimport --version | sed 's/ .*//'
certimport -? | head -1
