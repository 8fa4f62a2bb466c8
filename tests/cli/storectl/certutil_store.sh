# What certutil -store prints; without a name it is CA, the machine's.
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
ln -s "$(command -v storectl)" certutil
./certutil -importPFX -p spckit ../pki/aes.pfx >/dev/null 2>&1
./certutil -addstore My ../pki/expired.cer >/dev/null 2>&1
./certutil -addstore My ../pki/ec.cer >/dev/null 2>&1
./certutil -f -addstore Root ../pki/root.cer >/dev/null 2>&1
./certutil -store my; echo $?
echo; ./certutil -store; echo $?
echo; ./certutil -STORE Root a7526b71d29915ae71554b6163c7a5cf9427bfda
echo; ./certutil -store My 1003; ./certutil /store My publisher,
echo; ./certutil -user -store My
echo; ./certutil -store Nowhere
echo; TZ=America/New_York ./certutil -store My 1003 | grep Not
./certutil -store -gmt -seconds My 1003 | grep Not
echo; storectl -store My 1003 | head -2
./certutil -store My 1003 ec.cer >/dev/null && cmp ec.cer ../pki/ec.cer
./certutil -store My 1003 ec.cer | tail -2
./certutil -f -store My 1003 ec.cer | tail -1
./certutil -store My publisher two.cer | tail -2; ls two.cer
