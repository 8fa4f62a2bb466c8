export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
crosscert find -cert ../pki/chain.pem
crosscert find -spc ../pki/leaf.cer
crosscert find -cert ../pki/leaf.cer -json
crosscert find
crosscert find -cert ../pki/leaf.key
# A file where a CertId, or the name of a row, is expected.
crosscert find ../pki/leaf.cer
crosscert fetch ../pki/leaf.cer
crosscert find -cert ../pki/leaf.cer -cert ../pki/other.cer
crosscert fetch -cert ../pki/chain.pem
# The way to the root is a forged one.
{ head -c -1 ../pki/leaf.cer; tail -c 1 ../pki/leaf.cer | tr '\0-\377' '\1-\377\0'; } >forged.cer
crosscert find -cert forged.cer -cert ../pki/ca.cer -cert ../pki/root.cer | sed -n '2,4p'
