# Just the criteria that are given: expired ones can be seen.
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
import() { certimport -user "$@" >/dev/null 2>&1; }
import -p spckit -importPFX ../pki/aes.pfx
import -addstore My ../pki/expired.cer
import -addstore My ../pki/ec.cer
import -addstore My ../pki/other.cer
import -addstore Root ../pki/root.cer
names() { storectl list "$@" | sed '1d; s/  .*//' | sort; }
hash() { sha1sum ../pki/$1.cer | cut -d' ' -f1; }
echo "-- subject, any case, outer blanks"; names -n ' SPCKIT test publisher '
echo "-- issuer"; names -i 'test CA'
echo "-- root"; names -r 'spckit test root'
echo "-- usage"; names -u 'Code Signing' | wc -l
echo "-- hash"; names -sha1 $(hash ec)
echo "-- part of a hash"; names -sha1 $(hash ec | cut -c 1-8)
echo "-- pasted hash"; names -sha1 "$(hash ec | tr a-f A-F | sed 's/../& /g')"
echo "-- CertId: serial number, name, hash"
names 1003; names 'publisher (EC)'; names $(hash expired)
echo "-- CertId: place"; names 0 | wc -l
echo "-- all at once"; names -n publisher -i 'test CA' -u 1.3.6.1.5.5.7.3.3 1006
echo "-- nothing fits"; names -n nobody; names -sha1 $(hash root)
storectl list -sha1 123
storectl list -sha1 xyz
storectl list -n ' '
storectl list 1 2
storectl list -delkey
storectl list -n “publisher”
