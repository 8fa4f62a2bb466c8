export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
certimport -user -p spckit ../pki/aes.pfx >/dev/null 2>&1
storectl run -n publisher -- sh -c 'echo {cert} >/dev/null; exit 42'
echo "status $?"
storectl run -n publisher -- /nowhere/signer {pfx}
echo "status $?"
storectl run -n publisher -- ./no-such-program {pfx}
echo "status $?"
# A signal that ended it ends us.
(storectl run -n publisher -- sh -c 'kill -TERM $$; : {cert}'; exit $?) 2>/dev/null
echo "status $?"
# One that we get is passed on, and the program decides.
storectl run -n publisher -- sh -c \
    'trap "echo told; exit 7" TERM; echo $PPID >pid; sleep 20 & wait; : {key}' &
while [ ! -s pid ]; do sleep 0.01; done
kill -TERM $(cat pid)
wait $!
echo "status $?"
# When we are killed, so is it: nobody is left with a key.
storectl run -n publisher -- sh -c 'echo $$ >program; exec sleep 20; : {key}' &
while [ ! -s program ]; do sleep 0.01; done
kill -KILL $!
wait $! 2>/dev/null
sleep 0.2
# (One that nobody has asked how it ended has no arguments left.)
[ -z "$(tr -d '\0' 2>/dev/null </proc/$(cat program)/cmdline)" ] ||
    echo 'still there'
# Its environment has not what our password came from.
export PROTECT=sesame
certimport -user -f -p spckit -protect-from env:PROTECT ../pki/aes.pfx Protect \
    >/dev/null 2>&1
storectl run -n publisher -kp-from env:PROTECT -- sh -c \
    'echo ${PROTECT-gone} ${SPCKIT_HOME:+here}; openssl pkey -in {key} -noout'
storectl run -n publisher -- cat {key}
echo "status $?"
