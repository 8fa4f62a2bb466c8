# It is a secret that was not there; the empty password has other ways in.
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine EMPTY=
certimport -user -p-from env:EMPTY ../pki/aes.pfx
printf '../pki/aes.pfx\tenv:EMPTY\n' | certimport -user -batch -
storectl dump -p-from env:EMPTY ../pki/aes.pfx
storectl -dump -p-from env:EMPTY ../pki/aes.pfx
storectl export -in ../pki/leaf.pvk -as pvk -po-from env:EMPTY -out c.pvk
certimport -user -p spckit -protect-from env:EMPTY ../pki/aes.pfx Protect
echo 'a passphrase' >phrase
certimport -user -p spckit -protect-from file:phrase ../pki/aes.pfx Protect \
    >/dev/null 2>&1
storectl export -n publisher -as pvk -po x -kp-from env:EMPTY -out c.pfx
pvk2pfx -pvk ../pki/leaf.pvk -spc ../pki/leaf.cer -pfx c.pfx -po-from env:EMPTY
pvk2pfx -pvk ../pki/leaf-strong.pvk -pi-from env:EMPTY -spc ../pki/leaf.cer \
    -pfx c.pfx
storectl sign /f ../pki/aes.pfx /p-from env:EMPTY /fd sha256 x
ls
storectl dump -p-from file:/dev/null ../pki/empty.pfx | head -1
pvk2pfx -pvk ../pki/leaf.pvk -spc ../pki/leaf.cer -pfx c.pfx -po-from stdin <<END

END
