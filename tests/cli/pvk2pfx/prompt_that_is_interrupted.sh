# Ctrl-C is said to have cancelled, and ends a loop of the shell as well.
cat >run <<'RUN'
for f in a b; do
	echo "-- $f"
	pvk2pfx -pvk ../pki/leaf-strong.pvk -spc ../pki/leaf.cer -pfx $f.pfx
	echo "status $?"
done
RUN
{ sleep 0.5; printf '\003'; sleep 0.5; } |
    script -qec 'bash ./run' /dev/null | tr -d '\r'
ls
