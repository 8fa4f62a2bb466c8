export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
certimport -user -addstore ROOT ../pki/root.cer
certimport -user -addstore ROOT ../pki/root.cer
certimport -addstore -user -f root ../pki/root.pem
certimport -user -addstore CA ../pki/ca.cer
certimport -user -addstore Odd ../pki/leaf-first.spc
certimport -user -addstore Odd
certimport -user -addstore Odd nowhere.cer
find home -type f | LC_ALL=C sort
