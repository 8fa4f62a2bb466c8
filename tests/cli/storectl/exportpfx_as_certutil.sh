export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
pvk2pfx -pvk ../pki/leaf-signature.pvk -spc ../pki/leaf-first.spc \
    -pfx id.pfx -po pw -iter 1
certimport -user -p pw -importPFX id.pfx >/dev/null 2>&1
certimport -p pw -importPFX id.pfx >/dev/null 2>&1
c() { storectl "$@"; echo "status $?"; }
d() { storectl dump -json "$1" -p "$2" | jq -c '[.keys[0].keySpec,
    (.certificates | length)]'; }
c -exportPFX -p new 0 machine.pfx
d machine.pfx new
c -user -p new -exportPFX My 0 a.pfx
d a.pfx new
c -USER /P new /exportpfx my 9358922a938ea9f8bbf13308cc64187b474377d7 b.pfx \
    cryptoalgorithm=tripledes-sha1,noroot
d b.pfx new
openssl pkcs12 -in b.pfx -passin pass:new -info -noout 2>&1 | grep "^MAC: sha1"
c -user -p new -exportPFX 0 c.pfx NoChain,NoEncryptCert,ExtendedProperties
d c.pfx new
c -user -p '' -exportPFX 0 d.pfx EncryptCert,ExportParameters
d d.pfx ''
c -user -p new -exportPFX 0 d.pfx
c -user -f -p new -exportPFX 0 d.pfx
d d.pfx new
c -user -p-from env:NOPE -exportPFX 0 e.pfx
c -user -exportPFX 0 e.pfx
c -user -p new -exportPFX CA 0 e.pfx
c -user -p new -exportPFX 7 e.pfx
c -user -p new -exportPFX 0
c -user -p new -exportPFX My 0 e.pfx NoRoot more
c -user -p new -exportPFX My 0 e.pfx CryptoAlgorithm=AES
c -user -p new -exportPFX My 0 e.pfx Bogus
c -user -p new -exportPFX 0 e.pfx EncryptCert,NoEncryptCert
c -user -p new -exportPFX 0 -
c -user -p new -split -exportPFX 0 e.pfx
c -user -p new -ProtectTo x -exportPFX 0 e.pfx
test -e e.pfx || echo nothing
stat -c %a a.pfx
