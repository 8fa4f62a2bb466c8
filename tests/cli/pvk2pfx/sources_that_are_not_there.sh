c='-pvk ../pki/leaf-strong.pvk -spc ../pki/leaf.cer -pfx out.pfx'
unset NOPE
for s in env:NOPE file:nope fd:9 fd:x prompt nonsense; do
	echo "$s" >&2
	pvk2pfx $c -pi-from $s && echo "$s worked"
done
ls
