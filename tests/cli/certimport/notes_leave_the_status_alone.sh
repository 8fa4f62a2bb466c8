export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
cat ../pki/leaf.key ../pki/expired.pem ../pki/ca.pem >old.pem
certimport -user old.pem >/dev/null
echo "status $?"
# With its root in a store the chain is whole, in either location.
certimport -addstore Root ../pki/root.cer >/dev/null 2>&1
certimport -user -f old.pem >/dev/null
# What follows the note's advice.
rm -rf home machine
cat ../pki/leaf.key ../pki/leaf.pem >alone.pem
certimport -user alone.pem 2>&1 >/dev/null | grep -c 'certimport -user -addstore CA'
certimport -user -addstore CA ../pki/ca.cer >/dev/null 2>&1
certimport -user -addstore Root ../pki/root.cer >/dev/null 2>&1
certimport -user alone.pem >/dev/null
