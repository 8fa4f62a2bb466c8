# one document on standard output
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
cp "$FIXTURES"/signed/* .
certimport -user -addstore Root ../pki/root.cer >/dev/null 2>&1
storectl verify -json /kp -kernel-root kernel.cer cross.exe plain.exe \
    nowhere.exe
echo "exit $?"
storectl verify -json /pa /c list.cat setup.inf | grep -e verified -e catalog
storectl verify -json /pa /kp x.exe
echo "exit $?"
