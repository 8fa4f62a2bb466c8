export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine HOME=$PWD
mkdir 'a folder'
cp ../pki/ec.cer 'a folder/ec.cer'
for name in '~/a folder/ec.cer' "'$PWD/a folder/ec.cer' " '"a folder/ec.cer"' \
    'a\ folder/ec.cer' "file://$PWD/a%20folder/ec.cer"; do
	typing certimport '' "$name" '' '' | tail -3 | sed "s|$PWD|HERE|"
done
# One that really has such a name.
cp ../pki/ec.cer "'odd'"
typing certimport '' "'odd'" '' '' | tail -3
