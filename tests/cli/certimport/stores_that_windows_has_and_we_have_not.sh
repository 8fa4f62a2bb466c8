export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
certimport -Enterprise -p x ../pki/aes.pfx
certimport -GroupPolicy -addstore Root ../pki/root.cer
