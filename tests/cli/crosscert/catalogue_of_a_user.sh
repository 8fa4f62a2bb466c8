# Rows are added and replaced; a file that is none is refused with its line.
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
pin=0102030405060708090a0b0c0d0e0f1011121314
printf '# mine\nMy CA\t%s\t2049-12-31\thttp://localhost/x.zip\t-\tMy Root\t-\tMy Kernel\n' $pin >mine
printf 'GlobalSign Root CA\t%s\n' $pin >instead
crosscert list -catalog mine -v 'My CA'
crosscert list -catalog mine 'My CA'
crosscert list -catalog mine -json | jq -c 'length'
crosscert list -catalog instead 'globalsign root ca'
crosscert list -catalog instead -json | jq -c 'length'
printf 'My CA\t%s\n\nYours\t1234\n' $pin | crosscert list -catalog -
crosscert list -catalog nothing
crosscert list -catalog ../pki/leaf.cer
crosscert list -catalog mine -limit container=10
