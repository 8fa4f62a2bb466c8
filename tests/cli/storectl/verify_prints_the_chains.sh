# SignTool's long form, with the path of kernel-mode signatures
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine TZ=PST8
cp "$FIXTURES"/signed/* .
certimport -user -addstore Root ../pki/root.cer >/dev/null 2>&1
storectl verify /kp /v -kernel-root kernel.cer cross.exe
echo "exit $?"
storectl verify /pa /v /d /ds 1 twice.exe
echo "exit $?"
