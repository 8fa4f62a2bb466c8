export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
# The FIFO holds the program just behind its command line.
mkfifo in
certimport -user -p s3cr3t-pw -csp 'pkcs11:token=none?pin-value=s3cr3t-pin' in \
    >out 2>&1 &
sleep 0.3
tr '\0' ' ' <"/proc/$!/cmdline" | grep s3cr3t
tr '\0' '\n' <"/proc/$!/cmdline" | grep -c .
cat ../pki/empty.pfx >in
wait $!
grep s3cr3t out
true
