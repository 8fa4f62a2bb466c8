# install.sh - make install and make uninstall

installs()
{
	make -s install DEPS=no BUILD="$BUILD" DESTDIR="$SCRATCH/root" \
	    PREFIX=/usr || return 1
	usr=$SCRATCH/root/usr
	"$usr/bin/pvk2pfx" --version && "$usr/bin/storectl" --version &&
	    [ -f "$usr/share/man/man1/pvk2pfx.1" ] &&
	    [ -f "$usr/share/man/man5/pvk.5" ] &&
	    [ -f "$usr/lib/spckit/spckit-pkcs11.so" ] &&
	    grep -q '^module: /usr/lib/spckit/spckit-pkcs11.so$' \
	    "$usr/lib/spckit/spckit.module"
}
try lint/make_install_puts_programs_and_pages installs

# Links that hold where the tree was made and where it is moved to.
links_lead_somewhere()
{
	mv "$SCRATCH/root" "$SCRATCH/moved"
	usr=$SCRATCH/moved/usr
	left=$(find "$usr" -xtype l)
	echo "$left"
	"$usr/bin/Pvk2Pfx" --version || left=Pvk2Pfx
	for name in Pvk2Pfx certutil CertUtil.exe signtool SignTool; do
		"$usr/lib/spckit/windows/$name" --version || left=$name
	done
	# Which finds the program that does it.
	"$usr/lib/spckit/windows/certutil" -importPFX --version || left=certimport
	bash -c '. "$1"; complete -p crosscert' bash \
	    "$usr/share/bash-completion/completions/crosscert" || left=completion
	mv "$SCRATCH/moved" "$SCRATCH/root"
	[ -z "$left" ]
}
try lint/installed_links_lead_somewhere links_lead_somewhere

# An upgrade while they are in use: what is open stays what it was.
replaces()
{
	for f in bin/storectl lib/spckit/spckit-pkcs11.so; do
		exec 7<"$SCRATCH/root/usr/$f"
		old=$(stat -Lc %i /dev/fd/7)
		make -s install DEPS=no BUILD="$BUILD" \
		    DESTDIR="$SCRATCH/root" PREFIX=/usr || return 1
		new=$(stat -c %i "$SCRATCH/root/usr/$f")
		[ "$(stat -Lc %h /dev/fd/7)" = 0 ] && [ "$old" != "$new" ] ||
		    { echo "$f was written into"; return 1; }
		exec 7<&-
	done
}
try lint/make_install_over_what_runs replaces

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
	readelf -dW "$1" | grep NEEDED >"$SCRATCH/needed" &&
	    ! grep -E 'p11-kit|curl|zip' "$SCRATCH/needed"
}
for f in "$BIN"/*; do
	try "lint/${f##*/}_is_hardened" hardened "$f"
	[ "${f##*/}" = crosscert ] ||
	    try "lint/${f##*/}_links_no_more_than_it_needs" starts_lean "$f"
done
