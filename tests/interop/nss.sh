# nss.sh - pk12util: list, then import into a database of its own

pk12util_opens()
{
	rm -rf nssdb
	mkdir nssdb
	certutil -N -d sql:nssdb --empty-password || return 1
	pk12util -l "$1" -W pässword -d sql:nssdb || return 1
	pk12util -i "$1" -W pässword -d sql:nssdb -K '' || return 1
	certutil -L -d sql:nssdb | tee list
	grep "^$NAME .*u,u,u" list || return 1
	certutil -K -d sql:nssdb | grep "$NAME"
}

# NSS imports no DSA keys from PKCS#12 any more; listing works.
pk12util_lists()
{
	pk12util -l "$1" -W pässword | tee list
	grep "$NAME" list
}

read_by_nss()
{
	if ! have pk12util; then
		skip "interop/pk12util opens $1 $2" "pk12util is not installed"
	elif [ "$2" = dsa ]; then
		try "interop/pk12util lists $1 $2" pk12util_lists "$3"
	else
		try "interop/pk12util imports $1 $2" pk12util_opens "$3"
	fi
}
