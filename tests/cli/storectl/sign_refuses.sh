# What makes no sense, what Windows has and we do not, what is pasted from a page.
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
S=../pki/../signed
pvk2pfx -pvk ../pki/leaf-strong.pvk -pi spckit -spc ../pki/leaf-first.spc \
    -pfx a.pfx
certimport -user -p spckit a.pfx >/dev/null 2>&1
cp $S/plain.exe x.sys
cp x.sys before
t()
{
	storectl sign "$@" </dev/null >out 2>err
	echo "status $?: $(grep -v '^  *-' err | head -3)"
	cmp x.sys before
}
t
t x.sys /bogus /n publisher
t /t http://a/ /tr http://b/ x.sys
t /td sha256 x.sys
t /td sha1 /tr http://127.0.0.1:1/ x.sys
t /p x x.sys
t /f a.pfx /s My x.sys
t /f a.pfx /p x /p-from env:X x.sys
t /v /q x.sys
t /user /sm x.sys
t /ac a /kernel x.sys
t /u x /uw x.sys
t /ph /nph x.sys
t /fd md5 x.sys
t /retries 99 x.sys
t /n x.sys
t /csp "Microsoft Strong Cryptographic Provider" x.sys
t /kc container x.sys
t /dlib some.dll x.sys
t /p7 out x.sys
t /n “MyCompany Inc. “ x.sys
t –n publisher x.sys
# Cross-certificates that are none.
t /n publisher /ac ../pki/leaf.key x.sys
t /n publisher /ac nowhere.cer x.sys
t /n publisher /kernel x.sys
# Files.
mkdir folder
ln -s x.sys link
: >empty
t /n publisher folder
t /n publisher link
t /n publisher empty
t /n publisher -limit signed-file=100 x.sys
chmod 0 empty
SPCKIT_OSSLSIGNCODE=./none t /n publisher x.sys
SPCKIT_OSSLSIGNCODE=/bin/false t /n publisher x.sys
storectl sign /? | head -4
ln -s "$(command -v storectl)" signtool
for command in verify2 timestamp catdb; do
	./signtool $command x.sys 2>&1 | head -1
done
./signtool 2>&1 | head -1
ls
# What osslsigncode cannot write.
t /n publisher /d 'grün' x.sys
t /n publisher /du http://grün.example/ x.sys
# Most often an empty variable.
t /sha1 /fd sha256 x.sys
t /sha1 xyz x.sys
storectl verify /pa /sha1 /v x.sys 2>&1
