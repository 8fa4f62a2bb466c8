# What the shell makes of *.pfx is not a store and a file.
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
cp ../pki/aes.pfx a.pfx
cp ../pki/aes.pfx b.pfx
cp ../pki/aes.pfx c.pfx
cp ../pki/leaf.pvk a.pvk
cp ../pki/leaf.pvk b.pvk
cp a.pfx Odd
certimport -user -p spckit a.pfx b.pfx
certimport -user -p spckit *.pfx
certimport -user -p spckit *.pfx *.pfx
certimport -user -p spckit a.pfx b.pfx NoRoot
certimport -user -addstore My ../pki/leaf.cer ../pki/ca.cer
pvk2pfx -pvk *.pvk -spc ../pki/leaf.cer -pfx x.pfx
pvk2pfx -pvk a.pvk x -spc ../pki/leaf.cer -pfx x.pfx
# A store that is called like a file.
certimport -user -p spckit Odd a.pfx 2>/dev/null | tail -1
