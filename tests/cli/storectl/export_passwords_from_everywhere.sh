# None given: a PFX gets that of the files, else it is asked for.
P=../pki
e() { storectl export -in $P/leaf-strong.pvk $P/leaf.cer -f -out o "$@" \
    2>/dev/null; }
d() { storectl dump -json o "$@" | jq -c '[.kind, .encrypted]'; }
echo 'from file' >pw
FROM=environment; export FROM
e -p spckit -as pfx && d -p spckit
e -p spckit -as pfx -po-from file:pw && d -p 'from file'
e -p spckit -as pvk -po-from env:FROM && d -p environment
printf 'spckit\nnew\n' | e -p-from stdin -as pem -po-from stdin && d -p new
e -p-from fd:3 -as pkcs8 -po-from fd:4 3<<A 4<<B && d -p four
spckit
A
four
B
e -p spckit -as pfx -po '' && d
e -p spckit -as pfx -po-from none && d
e -p spckit -as pvk && d
storectl export -in $P/leaf.pvk $P/leaf.cer -as pfx -out q
storectl export -in $P/leaf.pvk $P/leaf.cer -as pfx -out q -po-from env:NOT
printf '\377' >latin
storectl export -in $P/leaf.pvk $P/leaf.cer -as pfx -out q -po-from file:latin
# As a person: the file's, then the new one twice.
cat >run <<'RUN'
storectl export -in ../pki/leaf-strong.pvk ../pki/leaf.cer -as pfx -out q -iter 1
RUN
{
	sleep 0.5
	printf 'spckit\n'
	sleep 0.5
	printf 's3cr3t\n'
	sleep 0.5
	printf 's3cr3t\n'
	sleep 0.5
} | script -qec 'sh ./run' /dev/null | tr -d '\r'
openssl pkcs12 -in q -passin pass:s3cr3t -noout
