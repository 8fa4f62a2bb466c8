export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
storectl list
storectl list -json
certimport -addstore My ../pki/ec.cer >/dev/null 2>&1
storectl list
storectl list -json
storectl list -sm | wc -l
storectl list -sm -s CA
certimport -user -addstore CA ../pki/ca.cer >/dev/null 2>&1
storectl list -sm -s CA
# One that cannot be read counts as empty.
mv machine m && echo file >machine
storectl list; echo $?
storectl list -sm 2>err; echo $?
sed "s|$PWD|.|" err
