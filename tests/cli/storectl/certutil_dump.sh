export SPCKIT_HOME=$PWD/home
ln -s "$(command -v storectl)" certutil
./certutil -p spckit -dump ../pki/aes.pfx
./certutil -p spckit ../pki/legacy.pfx | grep -c .
./certutil ../pki/leaf-first.spc | grep -e === -e Hash
./certutil /dump ../pki/leaf.pvk
./certutil -dump ../pki/aes.pfx; echo $?
./certutil -dump -p wrong ../pki/aes.pfx; echo $?
./certutil -dump nowhere.pfx; echo $?
./certutil -dump; echo $?
