#!/bin/bash
#
# net/run.sh [PART...] - fetching, from a server of our own on loopback (server.c), which
# does everything that servers do wrong
#
# Nothing here leaves the machine: every name is localhost, and what is not
# there is below .invalid.

. "$(dirname "$0")/../lib.sh"
scratch
cd "$SCRATCH" || exit 1
unset http_proxy https_proxy all_proxy no_proxy HTTP_PROXY HTTPS_PROXY \
    ALL_PROXY NO_PROXY CURL_CA_BUNDLE SSL_CERT_FILE SSL_CERT_DIR
export SPCKIT_HOME=$SCRATCH/home SPCKIT_MACHINE_HOME=$SCRATCH/machine
export PATH="$BIN:$PATH"
. "$TOP/tests/net/pki.sh"

make_pki || { not_ok net/pki; exit 1; }
start_server || { not_ok net/server; exit 1; }
catalogue >catalogue

[ $# -gt 0 ] || set -- fetch aia roots revocation online
for part; do
	. "$TOP/tests/net/$part.sh"
done
