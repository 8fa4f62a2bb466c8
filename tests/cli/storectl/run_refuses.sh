export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
t()
{
	storectl run "$@"
	echo "status $?"
}
t -- cat {key}
certimport -user -p spckit ../pki/aes.pfx >/dev/null 2>&1
t
t -n publisher cat {key}
t -n publisher --
t -n publisher -- cat {Key}
t one two -- cat {key}
t -json -- cat {key}
t -n nobody -- cat {key}
t -n publisher -crypto RC4-40 -- cat {pfx}
t -n publisher -iter 0 -- cat {pfx}
# What may not leave, or only encrypted.
certimport -user -f -p spckit ../pki/aes.pfx NoExport >/dev/null 2>&1
t -n publisher -- cat {key}
t -n publisher -- cat {pfx}
t -n publisher -- openssl x509 -noout -subject -nameopt RFC2253 -in {cert}
certimport -user -f -p spckit ../pki/aes.pfx ExportEncrypted >/dev/null 2>&1
t -n publisher -- cat {key}
t -n publisher -- cat {pvk}
t -n publisher -- openssl pkcs12 -in {pfx} -passin file:{passfile} -noout
