# All 24 rows, with the days of Microsoft's page; that they have expired and
# what they serve for is said.
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
crosscert list
crosscert list -json | jq -c '[length, (map(.state) | unique),
    (map(.have) | unique), (map(.roots | length) | add)]'
crosscert list -json 'go daddy root' | jq -c .
storectl crosscert list -v 'GeoTrust Primary Certification Authority – G3'
crosscert list digicert
crosscert list nobody
crosscert list nobody -json 2>/dev/null | jq -c '[.error.name, .error.message]'
[ ! -e home ] && [ ! -e machine ] && echo 'nothing was made'
