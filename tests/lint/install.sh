# install.sh - make install and make uninstall

installs()
{
	make -s install DEPS=no BUILD="$BUILD" DESTDIR="$SCRATCH/root" \
	    PREFIX=/usr || return 1
	usr=$SCRATCH/root/usr
	"$usr/bin/pvk2pfx" --version && "$usr/bin/Pvk2Pfx" --version &&
	    "$usr/bin/storectl" --version &&
	    [ -f "$usr/share/man/man1/pvk2pfx.1" ] &&
	    [ -f "$usr/share/man/man5/pvk.5" ] &&
	    [ -L "$usr/lib/spckit/windows/Pvk2Pfx" ] &&
	    [ -L "$usr/lib/spckit/windows/certutil" ] &&
	    [ -L "$usr/lib/spckit/windows/signtool" ] &&
	    [ -f "$usr/lib/spckit/spckit-pkcs11.so" ] &&
	    grep -q '^module: /usr/lib/spckit/spckit-pkcs11.so$' \
	    "$usr/lib/spckit/spckit.module"
}
try lint/make_install_puts_programs_and_pages installs

uninstalls()
{
	make -s uninstall DEPS=no BUILD="$BUILD" DESTDIR="$SCRATCH/root" \
	    PREFIX=/usr || return 1
	left=$(find "$SCRATCH/root" ! -type d)
	echo "$left"
	[ -z "$left" ]
}
try lint/make_uninstall_takes_all_of_it_away uninstalls

hardened()
{
	readelf -hdlW "$1" >"$SCRATCH/elf"
	for want in 'Type: .*DYN' GNU_RELRO BIND_NOW; do
		grep -q "$want" "$SCRATCH/elf" || { echo "$1: no $want"; return 1; }
	done
	grep GNU_STACK "$SCRATCH/elf" | grep -q RWE && return 1
	readelf --dyn-syms -W "$1" | grep -q __stack_chk_fail ||
	    { echo "$1: no stack protector"; return 1; }
	readelf --dyn-syms -W "$1" | grep -q '_chk@' ||
	    { echo "$1: not fortified"; return 1; }
}

# What few runs need is loaded by those: each library costs every start.
starts_lean()
{
	! readelf -dW "$1" | grep NEEDED | grep -E 'p11-kit|curl|zip'
}
for f in "$BIN"/*; do
	try "lint/${f##*/}_is_hardened" hardened "$f"
	[ "${f##*/}" = crosscert ] ||
	    try "lint/${f##*/}_links_no_more_than_it_needs" starts_lean "$f"
done
