# -a chooses, as everywhere.
export SPCKIT_HOME=$PWD/home
certimport -user -addstore My ../pki/expired.cer >/dev/null 2>&1
certimport -user -addstore My ../pki/leaf.cer >/dev/null 2>&1
storectl delete -n publisher -a
storectl list -json | jq -r '.[].serial'
