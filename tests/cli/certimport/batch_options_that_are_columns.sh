export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
echo x >list
certimport -user -p x -batch list
certimport -user -batch list file.pfx
certimport -user -addstore -batch list
certimport -user -jobs 3 x.pfx
certimport -user -jobs 65 -batch list
