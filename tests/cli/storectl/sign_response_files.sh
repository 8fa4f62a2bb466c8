# @FILE: arguments, or whole command lines.
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
S=../pki/../signed
pvk2pfx -pvk ../pki/leaf-strong.pvk -pi spckit -spc ../pki/leaf-first.spc \
    -pfx a.pfx
certimport -user -p spckit a.pfx >/dev/null 2>&1
ln -s "$(command -v storectl)" signtool
cp $S/plain.exe "x y.sys"
cp $S/plain.exe b.sys
printf '/n\r\n"spckit test"\r\n\r\n/v\r\n"x y.sys"\r\n' >args
storectl sign @args b.sys
echo "status $?"
printf 'sign\n/q\n/n\npublisher\nb.sys\n\n\nsign\n/n\nnobody\nb.sys\n\nsign\n/n\npublisher\nx y.sys' >commands
./signtool @commands
echo "status $?"
printf '\377\376' >utf16
printf 'sign\n/n\npublisher\nb.sys\n' | iconv -t utf-16le >>utf16
./signtool @utf16
# A value may begin with @, and a password is not kept for others to see.
cp a.pfx @a.pfx
./signtool sign /f @a.pfx /p @wrong b.sys
./signtool sign @none b.sys
./signtool @args2
./signtool @args b.sys
printf 'a\0b' >nul
./signtool @nul
: >nothing
./signtool @nothing
echo "status $?"
