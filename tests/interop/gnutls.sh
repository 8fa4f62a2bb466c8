# gnutls.sh - certtool

certtool_opens()
{
	certtool --p12-info --inder --password pässword --infile "$1" >info ||
	    return 1
	cat info
	[ "$(grep -c 'BEGIN CERTIFICATE' info)" = 3 ] || return 1
	grep -q 'BEGIN.*PRIVATE KEY' info && grep -q "$NAME" info
}

read_by_gnutls()
{
	if have certtool; then
		try "interop/certtool opens $1 $2" certtool_opens "$3"
	else
		skip "interop/certtool opens $1 $2" "certtool is not installed"
	fi
}
