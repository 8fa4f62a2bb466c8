# Links of any letter case, with .exe or not; a page's verbs, known and unknown.
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
for name in certutil Certutil CERTUTIL CertUtil.exe certutil.EXE; do
	ln -s "$(command -v storectl)" $name
	./$name -user -store My | head -1
	./$name -getreg x
done
for name in signtool SignTool SIGNTOOL signtool.exe SignTool.Exe; do
	ln -s "$(command -v storectl)" $name
	./$name verify
	./$name -nonsense 2>&1 | head -2
	./$name --version
done
# A name that is only like it is ours.
ln -s "$(command -v storectl)" certutil2
ln -s "$(command -v storectl)" .exe
./certutil2 -getreg x
./.exe -getreg x
# With a slash as well, unless it is a file's name.
./certutil /getreg x
./certutil '/nothing of that name'
./certutil /etc
# What certutil can do, and with which options: its own.
./certutil 2>&1 | sed -n 1,2p
./certutil -? >help
sed -n 's/^  certutil //p' help
for o in -user -p-from -kp-from -seconds -v; do
	grep -q -- "^  $o " help || echo "no $o"
done
grep -- '-sha1 HASH\|-fetch' help
./certutil -store /? | cmp - help
./certutil --version
