# Before all the other answers, which would be lost.
[ "$(id -u)" != 0 ] || { echo 'SKIP: root may write everywhere'; exit; }
mkdir locked
chmod 500 locked
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/locked/machine
typing certimport 2 | sed "s|$PWD|HERE|"
