cat >run <<'RUN'
stty -a | grep -o '[-]*echo ' >before
pvk2pfx -pvk ../pki/leaf-strong.pvk -spc ../pki/leaf.cer -pfx out.pfx
echo "status $?"
stty -a | grep -o '[-]*echo ' | cmp - before && echo 'the terminal is restored'
RUN
{ sleep 0.5; printf '\004'; sleep 0.5; } | script -qec 'sh ./run' /dev/null |
    tr -d '\r'
ls
