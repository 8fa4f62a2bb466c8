export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
# PFX { 3, data { SEQUENCE {} } } without a MAC.
printf '\060\036\002\001\003\060\031\006\011\052\206\110\206\367\015\001\007\001\240\014\004\012\060\010\060\006\006\004\052\003\004\005' >odd.pfx
printf '\060\026\002\001\003\060\021\006\011\052\206\110\206\367\015\001\007\001\240\004\004\002\060\000' >none.pfx
certimport -user -importPFX none.pfx
certimport -user -json -importPFX none.pfx
certimport -user -importPFX odd.pfx
echo "status $?"
