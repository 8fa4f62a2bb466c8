#!/bin/sh
#
# build.sh - packs what `make install` installs into a Debian package
#
#   make deb        ->  .build/spckit_VERSION_ARCH.deb
#
# The same commit gives the same bytes: the time is that of the commit (or
# SOURCE_DATE_EPOCH), and everything belongs to root. The maintainer is taken
# from DEBFULLNAME and DEBEMAIL, as by Debian's own tools, or from the commit.
# The Makefile sets MAKE, BUILD, DEBDIR (the output directory) and VERSION.

set -eu
umask 022
export LC_ALL=C
here=$(dirname "$0")
stage=$BUILD/deb/root
doc=$stage/usr/share/doc/spckit
arch=$(dpkg --print-architecture)
deb=$DEBDIR/spckit_${VERSION}_$arch.deb

of_commit()
{
	git log -1 --format="$1" 2>/dev/null || true
}

# For the right side of sed's s|||.
quoted()
{
	printf '%s' "$1" | sed 's/[\\&|]/\\&/g'
}

SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(of_commit %ct)}
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(stat -c %Y Makefile)}
export SOURCE_DATE_EPOCH
name=${DEBFULLNAME:-$(of_commit %an)}
mail=${DEBEMAIL:-$(of_commit %ae)}
maintainer="${name:-$(id -un)} <${mail:-root@$(uname -n)}>"

# The packages of the libraries, with the versions needed. The legacy provider,
# which opens RC4 and RC2, is loaded by name; in some releases it is a package
# of its own.
depends()
{
	mkdir -p "$BUILD/deb/debian"
	printf 'Source: spckit\n\nPackage: spckit\nArchitecture: any\n' \
	    >"$BUILD/deb/debian/control"
	list=$(cd "$BUILD/deb" && dpkg-shlibdeps -O root/usr/bin/pvk2pfx \
	    root/usr/bin/certimport root/usr/bin/storectl \
	    root/usr/bin/crosscert root/usr/lib/spckit/*.so)
	list=${list#shlibs:Depends=}
	modules=$(pkg-config --variable=modulesdir libcrypto)
	legacy=$(dpkg -S "$modules/legacy.so" 2>/dev/null | cut -d: -f1)
	case "$list," in
	*"$legacy "*|*"$legacy,"*)	;;
	*)				list="$list, $legacy" ;;
	esac
	echo "$list"
}

# In KiB, as Debian counts them.
size()
{
	find "$stage/usr" -printf '%y %s\n' | awk '
	    $1 == "f" { n += int(($2 + 1023) / 1024); next }
	    { n++ }
	    END { print n }'
}

changelog()
{
	commit=$(of_commit %h)
	printf 'spckit (%s) unstable; urgency=medium\n\n' "$VERSION"
	printf '  * %s.\n' "The tree as of ${commit:+commit }${commit:-today}"
	printf '\n -- %s  %s\n' "$maintainer" \
	    "$(date -u -R -d "@$SOURCE_DATE_EPOCH")"
}

rm -rf "$BUILD/deb"
"$MAKE" -s install PREFIX=/usr DESTDIR="$stage" BUILD="$BUILD"
strip --remove-section=.comment --remove-section=.note \
    "$stage"/usr/bin/pvk2pfx "$stage"/usr/bin/certimport \
    "$stage"/usr/bin/storectl "$stage"/usr/bin/crosscert
strip --strip-unneeded --remove-section=.comment --remove-section=.note \
    "$stage"/usr/lib/spckit/*.so
find "$stage/usr/share/man" -type f -exec gzip -9n {} +
for page in $(find "$stage/usr/share/man" -type l); do
	ln -s "$(readlink "$page").gz" "$page.gz"
	rm "$page"
done
install -d "$doc" "$stage/DEBIAN"
install -m 644 "$here/copyright" README.md "$doc"
changelog | gzip -9n >"$doc/changelog.gz"

depends=$(depends)
size=$(size)
sed -e "s|@VERSION@|$VERSION|" -e "s|@ARCH@|$arch|" -e "s|@SIZE@|$size|" \
    -e "s|@MAINTAINER@|$(quoted "$maintainer")|" -e "s|@DEPENDS@|$depends|" \
    "$here/control" >"$stage/DEBIAN/control"
(cd "$stage" && find usr -type f -print0 | sort -z | xargs -0 md5sum) \
    >"$stage/DEBIAN/md5sums"
install -m 755 "$here/postinst" "$here/postrm" "$stage/DEBIAN"
dpkg-deb --root-owner-group -Zxz --build "$stage" "$deb" >/dev/null
rm -rf "$BUILD/deb"
echo "$deb"
