# Verbs, modifiers, values, stores and limits, as options: the nearest name.
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
certimport -user -p spckit ../pki/aes.pfx >/dev/null 2>&1
ln -s "$(command -v storectl)" certutil
ln -s "$(command -v storectl)" signtool
cp ../pki/leaf.cer file.cer
tell() { echo "-- $*" >&2; "$@"; }
tell storectl lsit
tell storectl LIST-
tell storectl exprot -as pfx
tell storectl sing /a x.exe
tell storectl store My
tell storectl file.cer
tell storectl zzz
tell storectl -stroe My
tell storectl -user -exportpxf My x.pfx
tell storectl list -jsno
tell ./certutil -sotre My
tell ./certutil -zzz My
tell ./certutil -pSECRET x.pfx
tell ./certutil -p:SECRET x.pfx
tell ./signtool verfiy x 2>&1 | head -3 >&2
tell ./signtool zzz 2>&1 | head -3 >&2
tell crosscert fnd
tell crosscert zzz
tell storectl export -as pfxx -out x
tell storectl export -as zzz -out x
tell storectl list -s rot
tell storectl list -s personal
tell storectl show file.cer
tell storectl chain file.cer
tell crosscert fetch "DigiCert Asured ID Root CA"
tell storectl list -limit iteration=5
tell storectl sign /fd sha265 file.cer
tell storectl sign /fdd sha256 file.cer
tell storectl verify /kkp file.cer
tell storectl run -n publisher -- prog '{cetr}'
tell certimport -user ../pki/aes.pfx NoExprot
tell certimport -user My ../pki/aes.pfx NoRoot,NoChian
tell certimport -user My ../pki/aes.pfx FrendlyName=x
tell certimport -user My ../pki/aes.pfx zzz
tell certimport -user nowhere.pfx zzz
tell storectl -user -p x -exportPFX publisher x.pfx NoChian
tell storectl -user -p x -exportPFX My publisher x.pfx NoRoots,zzz
ls
