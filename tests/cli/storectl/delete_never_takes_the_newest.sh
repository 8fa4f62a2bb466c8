# -a would remove the renewal. None of several is deleted.
export SPCKIT_HOME=$PWD/home
certimport -user -addstore My ../pki/expired.cer >/dev/null 2>&1
certimport -user -addstore My ../pki/leaf.cer >/dev/null 2>&1
storectl delete -n publisher -a; echo $?
storectl delete -n publisher; echo $?
storectl list -json | jq -r '.[].serial'
