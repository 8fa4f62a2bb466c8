# Then -n matches both, and what signed by name yesterday does not today.
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
hash() { openssl x509 -in "$1" -outform DER | sha1sum | cut -d' ' -f1; }
told() { sed "s/$(hash old.crt)/OLD/g; s/$(hash new.crt)/NEW/g; s/ 20[0-9-]*,/ DATE,/" |
    grep -v 'trust anchor'; }
openssl req -x509 -key ../pki/leaf.key -subj '/CN=Renewed Inc./L=Here' -days 20 \
    -out old.crt 2>/dev/null
openssl req -x509 -key ../pki/ec.key -subj '/CN=Renewed Inc./L=There' -days 300 \
    -out new.crt 2>/dev/null
cat ../pki/leaf.key old.crt >old.pem
cat ../pki/ec.key new.crt >new.pem
certimport -user old.pem 2>&1 >/dev/null | told
certimport -user new.pem 2>&1 >/dev/null | told
# Again nothing is new.
certimport -user new.pem 2>&1 >/dev/null | told
storectl show -n renewed 2>&1 | sed 1q
# The command, as it is told.
storectl delete -sha1 "$(hash new.crt)" >/dev/null
delete=$(certimport -user new.pem 2>&1 | sed -n 's/.*retire.* with //p')
eval "$delete" | told
storectl show -n renewed | sed -n 1p
# The older one comes second, and in a store of the machine.
certimport Odd new.pem 2>&1 >/dev/null | told
certimport -json Odd old.pem | jq -r '.notes[]' | told
# Without its key it is nobody's to sign with.
rm -r home
certimport -user -addstore My old.crt >/dev/null 2>&1
certimport -user new.pem 2>&1 >/dev/null | told
