export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
crosscert find -cert ../pki/chain.pem
crosscert find -spc ../pki/leaf.cer
crosscert find -cert ../pki/leaf.cer -json
crosscert find
crosscert find -cert ../pki/leaf.key
crosscert find -cert ../pki/leaf.cer -cert ../pki/other.cer
crosscert fetch -cert ../pki/chain.pem
