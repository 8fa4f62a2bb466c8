# deb.sh - make deb: what is in the package, and what it leaves on a machine

builds()
{
	mkdir -p "$SCRATCH/$1"
	DEBFULLNAME='A & B|C' DEBEMAIL=ab@debian.org \
	    make -s deb DEPS=no BUILD="$BUILD" DEBDIR="$SCRATCH/$1" &&
	    deb=$(ls "$SCRATCH/$1"/spckit_*.deb)
}

# A second time, later, by another umask.
builds_the_same()
{
	sleep 1
	(umask 077 && builds second) &&
	    cmp "$deb" "$SCRATCH/second/${deb##*/}"
}

is_described()
{
	dpkg-deb -I "$deb" >"$SCRATCH/info"
	cat "$SCRATCH/info"
	for want in 'Package: spckit' "Architecture: $(dpkg --print-architecture)" \
	    'Maintainer: A & B|C <ab@debian.org>' \
	    'Depends: .*libc6 (>= [0-9.]*), .*libssl3.*, passwd' \
	    'Installed-Size: [1-9][0-9]*'; do
		grep -q "^ $want\$" "$SCRATCH/info" || return 1
	done
	! grep '@' "$SCRATCH/info" | grep -v Maintainer:
}

# Root owns all of it, it is what make install gives, and its sums are right.
holds_what_install_gives()
{
	rm -rf "$SCRATCH/deb"
	dpkg-deb -R "$deb" "$SCRATCH/deb"
	make -s install DEPS=no BUILD="$BUILD" DESTDIR="$SCRATCH/debroot" \
	    PREFIX=/usr || return 1
	(cd "$SCRATCH/debroot" && find usr ! -type d) |
	    sed 's|^\(.*/man/.*\)|\1.gz|' | sort >"$SCRATCH/wanted"
	(cd "$SCRATCH/deb" && find usr ! -type d ! -path '*/doc/*') | sort |
	    diff - "$SCRATCH/wanted" || return 1
	(cd "$SCRATCH/deb" && md5sum --quiet -c DEBIAN/md5sums) || return 1
	for f in copyright changelog.gz README.md; do
		[ -s "$SCRATCH/deb/usr/share/doc/spckit/$f" ] || return 1
	done
	[ -z "$(find "$SCRATCH/deb" -xtype l)" ] || return 1
	! dpkg-deb -c "$deb" |
	    grep -vE '^(-rw-r--r--|[-d]rwxr-xr-x|lrwxrwxrwx) root/root '
}

lintian_is_content()
{
	lintian --allow-root --fail-on error "$deb"
}

# Real dpkg on the machine as it is, with all that it changes kept in memory.
cat >"$SCRATCH/machine" <<'SCRIPT'
set -e
deb=$1 fixtures=$2 o=$3
mount -t tmpfs none "$o"
mkdir "$o/upper" "$o/work" "$o/root"
mount -t overlay none -o lowerdir=/,upperdir="$o/upper",workdir="$o/work" \
    "$o/root" 2>/dev/null || { echo 'SKIP: no overlays'; exit 0; }
mount --rbind /proc "$o/root/proc"
mount --rbind /dev "$o/root/dev"
cp "$deb" "$o/root/spckit.deb"
cp "$fixtures/pki/aes.pfx" "$o/root/a.pfx"
in_root()
{
	chroot "$o/root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root \
	    DEBIAN_FRONTEND=noninteractive "$@"
}
install_it()
{
	in_root dpkg --force-unsafe-io --no-triggers -i /spckit.deb
}
in_root dpkg --no-triggers -P spckit 2>/dev/null || :
in_root groupdel spckit 2>/dev/null || :

echo '-- installed and used'
install_it
in_root getent group spckit
in_root pvk2pfx --version
in_root Pvk2Pfx --version
in_root /usr/lib/spckit/windows/CertUtil -p spckit -importPFX /a.pfx
in_root storectl pkcs11 -sm -a
keys=$(in_root stat -c '%U:%G %a' /var/lib/spckit/Keys)
[ "$keys" = 'root:spckit 2750' ] || { echo "Keys: $keys"; exit 1; }

echo '-- upgraded, removed, purged: the keys stay'
install_it
in_root dpkg --no-triggers -r spckit
in_root dpkg --no-triggers -P spckit
in_root getent group spckit
in_root test -f /var/lib/spckit/vault.key

echo '-- unused: nothing stays'
in_root rm -r /var/lib/spckit
install_it
in_root dpkg --no-triggers -P spckit
! in_root getent group spckit
cd "$o/upper"
left=$(find . -type f ! -path './var/lib/dpkg/*' ! -path './var/log/*' \
    ! -path './var/cache/*' ! -path './run/*' ! -path './etc/g*' \
    ! -path './etc/.pwd.lock' ! -name spckit.deb ! -name a.pfx)
left=$left$(find . -path '*spckit*' ! -type c ! -name spckit.deb)
[ -z "$left" ] || { echo "left behind: $left"; exit 1; }
SCRIPT

comes_and_goes()
{
	if [ "$(id -u)" != 0 ] || ! unshare -m true 2>/dev/null; then
		skip lint/deb_comes_and_goes 'not root, or no namespaces'
		return
	fi
	mkdir "$SCRATCH/overlay"
	if ! unshare -m sh "$SCRATCH/machine" "$deb" "$FIXTURES" \
	    "$SCRATCH/overlay" >"$SCRATCH/machine.log" 2>&1 </dev/null; then
		not_ok lint/deb_comes_and_goes "$SCRATCH/machine.log"
	elif grep -q '^SKIP: ' "$SCRATCH/machine.log"; then
		skip lint/deb_comes_and_goes \
		    "$(sed -n 's/^SKIP: //p' "$SCRATCH/machine.log")"
	else
		ok lint/deb_comes_and_goes
	fi
}

if have dpkg-deb && have dpkg-shlibdeps; then
	try lint/deb_is_made builds first
	try lint/deb_is_made_the_same_again builds_the_same
	try lint/deb_says_what_it_needs is_described
	try lint/deb_holds_what_install_gives holds_what_install_gives
	if have lintian; then
		try lint/deb_has_nothing_lintian_minds lintian_is_content
	else
		skip lint/deb_has_nothing_lintian_minds 'lintian is not installed'
	fi
	comes_and_goes
else
	skip lint/deb 'dpkg-dev is not installed'
fi
