# Every kind of extension that is known, one that is not, hostile text.
export SPCKIT_HOME=$PWD/home
cat >conf <<'EOF'
[req]
distinguished_name = r
[r]
[dir]
CN = a name
[x]
subjectAltName = DNS:a.example,email:x@example.org,IP:192.0.2.1,IP:2001:db8::1,URI:http://x.example,dirName:dir,otherName:1.3.6.1.4.1.311.20.2.3;UTF8:user@dom,otherName:1.2.3;UTF8:other,RID:1.2.3.4
issuerAltName = DNS:i.example
crlDistributionPoints = URI:http://c.example/crl,URI:ldap://l.example
freshestCRL = URI:http://f.example
authorityInfoAccess = OCSP;URI:http://o.example,caIssuers;URI:http://i.example,1.2.3;URI:http://n.example
keyUsage = critical,keyCertSign,cRLSign,digitalSignature,nonRepudiation,keyEncipherment,dataEncipherment,keyAgreement,encipherOnly,decipherOnly
extendedKeyUsage = codeSigning,1.2.3.4
certificatePolicies = 1.2.3.4,2.5.29.32.0
basicConstraints = critical,CA:TRUE,pathlen:3
1.3.6.1.4.1.311.20.2 = ASN1:BMP:CodeSigning
1.3.6.1.4.1.311.21.7 = ASN1:SEQUENCE:template
1.3.6.1.4.1.311.21.1 = ASN1:INTEGER:131074
1.3.6.1.4.1.311.21.10 = ASN1:SEQUENCE:policies
1.2.3.4.5 = DER:0102030405
1.2.3.4.6 = ASN1:OCTETSTRING:1234567890123456789012345678901234567890123456789012345678901234567890
[template]
a = OID:1.2.3.4.5.6
b = INTEGER:1
[policies]
a = SEQUENCE:policy
[policy]
a = OID:1.3.6.1.5.5.7.3.3
EOF
openssl req -x509 -newkey rsa:2048 -nodes -keyout key -config conf -subj /CN=x \
    -extensions x -days 9000 -out x.pem 2>/dev/null
certimport -user -addstore My x.pem >/dev/null 2>&1
storectl show x | sed -n '/parameters/,/Thumb/p' |
    sed 's/[0-9a-f]\{40\}$/HASH/'
