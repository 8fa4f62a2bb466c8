# Several of one name, expired ones, others without a key or for another use.
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
S=../pki/../signed
pvk2pfx -pvk ../pki/leaf-strong.pvk -pi spckit -spc ../pki/leaf-first.spc \
    -pfx a.pfx
certimport -user -p spckit a.pfx >/dev/null 2>&1
cp $S/plain.exe x.sys
sign()
{
	echo "-- $*" | sed "s/$hash/HASH2/"
	storectl sign "$@" x.sys >out 2>&1
	echo "status $?"
	# Dates of today's certificates are other ones tomorrow.
	sed -E "s/$hash/HASH2/; s/$HASH/HASH2/; s/(Expires: +|expires ).*/\1.../" out
}
hash=later HASH=later
sign
sign /n nobody
sign /n publisher /i nobody
sign /n publisher /r nobody
sign /sha1 0000000000000000000000000000000000000000
sign /u "Server Authentication"
sign /uw
sign /sm
sign /s CA
# Without its key.
certimport -user -addstore My ../pki/other.cer >/dev/null 2>&1
sign /n stranger
# Expired; for another use; both have the key.
certimport -user -addstore My ../pki/expired.cer >/dev/null 2>&1
certimport -user -addstore My $S/server.cer >/dev/null 2>&1
sign /n expired
sign /n server
sign /n server /u "server authentication"
# Two that are as good as each other.
openssl req -x509 -newkey rsa:2048 -nodes -keyout 2.key -out 2.pem -days 10 \
    -subj '/O=spckit test/CN=spckit test publisher' -config /dev/null \
    -addext extendedKeyUsage=codeSigning 2>/dev/null
cat 2.key 2.pem >both.pem
certimport -user both.pem >/dev/null 2>&1
hash=$(storectl dump -json 2.pem | jq -r '.certificates[0].sha1')
HASH=$(echo $hash | tr a-f A-F)
# (In the order of thumbprints, which differs each time.)
sign /n publisher | sed 's/with -a: .*/with -a .../' | sort
sign /debug /n publisher | grep 'After\|Error'
sign /n publisher /sha1 9358922a938ea9f8bbf13308cc64187b474377d7
sign /n publisher /a
osslsigncode verify -CAfile ../pki/root.pem x.sys >/dev/null 2>&1 && echo 'the one valid longest'
sign /sha1 $hash
