#!/bin/sh
#
# deps.sh - installs what building and testing need, through apt
#
#   tests/deps.sh build             what `make` needs
#   tests/deps.sh build test        what `make check` needs as well
#   tests/deps.sh build demo        what `make demo` needs; bench, fuzz and unit
#                                   (the unit tests alone) likewise
#   tests/deps.sh deb               what `make deb` needs
#   tests/deps.sh -n SET...         only list what is missing; exit 1 if any is
#
# As root it installs; at a terminal it uses sudo; otherwise it prints the
# command to run. With DEPS=no nothing is installed, as with -n.
# The package names are those of Debian 12 and Ubuntu 22.04, and later.

set -u
cc=${CC:-gcc}

# How to detect it | package | what it is for, a line for each.
needs_build()
{
	cat <<-LIST
	cmd:${cc%% *}|${cc%% *}|compiling
	cmd:make|make|building
	header:stdio.h|libc6-dev|the C library's headers
	cmd:pkg-config|pkg-config|finding libraries
	pc:libcrypto|libssl-dev|cryptography (OpenSSL 3)
	pc:libtasn1|libtasn1-6-dev|reading ASN.1
	cmd:asn1Parser|libtasn1-bin|compiling the ASN.1 grammar
	pc:jansson|libjansson-dev|writing JSON
	pc:p11-kit-1|libp11-kit-dev|keys on PKCS#11 tokens
	pc:libcurl|libcurl4-openssl-dev|fetching (crosscert alone)
	pc:libzip|libzip-dev|unpacking what was fetched (crosscert alone)
	pc:libmspack|libmspack-dev|unpacking cabinets (crosscert alone)
	LIST
}

needs_deb()
{
	echo "cmd:dpkg-shlibdeps|dpkg-dev|finding the packages that ours depends on"
}

needs_unit()
{
	cat <<-LIST
	pc:check|check|unit tests
	cmd:openssl|openssl|a program that reads what we write
	cmd:softhsm2-util|softhsm2|a PKCS#11 token to put keys on
	cmd:pkcs11-tool|opensc|using the keys on that token
	LIST
}

needs_demo()
{
	echo "cmd:openssl|openssl|making the demonstration's keys"
	echo "cmd:osslsigncode|osslsigncode|making and checking signatures"
}

# Peers that are missing are left out of the table.
needs_bench()
{
	needs_demo
	echo "pc:check|check|what the bench shares with the unit tests"
	echo "file:$(libdir)/libcrypto.a|libssl-dev|the floor"
	echo "cmd:jq|jq|reading our JSON"
}

needs_test()
{
	cat <<-LIST
	cmd:gcc|gcc|building with gcc
	cmd:clang|clang|building with clang
	pc:check|check|unit tests
	cmd:openssl|openssl|a program that reads what we write
	cmd:certtool|gnutls-bin|the same: GnuTLS
	cmd:pk12util|libnss3-tools|the same: NSS
	cmd:keytool|default-jre-headless|the same: Java
	cmd:osslsigncode|osslsigncode|the same: a code signer
	cmd:gcab|gcab|making a CAB to sign
	cmd:wixl|wixl|making an MSI to sign
	cmd:sbsign|sbsigntool|a signer that is passed an identity
	engine:pkcs11|libengine-pkcs11-openssl|osslsigncode signs with a token
	cmd:csharp|mono-csharp-shell|the same: Mono
	file:/usr/lib/mono/4.5/Mono.Security.dll|libmono-security4.0-cil|the same: Mono
	cmd:valgrind|valgrind|finding memory errors
	file:/usr/lib/debug/.build-id|libc6-dbg|valgrind reads the C library's symbols
	cmd:strace|strace|making system calls fail
	cmd:mandoc|mandoc|checking the manual pages
	cmd:groff|groff-base|the same: GNU roff
	cmd:jq|jq|reading our JSON
	cmd:softhsm2-util|softhsm2|a PKCS#11 token to put keys on
	cmd:pkcs11-tool|opensc|using the keys on that token
	cmd:p11-kit|p11-kit|our module for another user (0.3 MB)
	cmd:pesign|pesign|a signer that uses our module through NSS (0.1 MB)
	cmd:ssh-keygen|openssh-client|a program that uses our module (1 MB)
	cmd:script|bsdutils|typing on terminals
	cmd:mount|mount|a full disk, terminals in a chroot
	LIST
}

# The folder of libcrypto, once it is there.
libdir()
{
	pkg-config --variable=libdir libcrypto 2>/dev/null
}

needs_fuzz()
{
	echo "cmd:clang|clang|fuzzing"
	echo "libfuzzer|$(libfuzzer_package)|fuzzing"
}

# Older packages of clang include the fuzzer; newer ones have it separately.
libfuzzer_package()
{
	v=$(apt-cache depends clang 2>/dev/null |
	    sed -n 's/.*Depends: clang-\([0-9]*\)$/\1/p' | head -1)
	if apt-cache show "libclang-rt-$v-dev" >/dev/null 2>&1; then
		echo "libclang-rt-$v-dev"
	else
		echo "libclang-common-$v-dev"
	fi
}

have_libfuzzer()
{
	echo 'int LLVMFuzzerTestOneInput(void){return 0;}' |
	    clang -fsanitize=fuzzer -x c - -o /dev/null 2>/dev/null
}

is_there()
{
	case $1 in
	cmd:*)		command -v "${1#cmd:}" >/dev/null 2>&1 ;;
	pc:*)		pkg-config --exists "${1#pc:}" 2>/dev/null ;;
	engine:*)	ls "$(openssl version -e 2>/dev/null |
			    cut -d'"' -f2)/${1#engine:}.so" >/dev/null 2>&1 ;;
	file:*)		[ -e "${1#file:}" ] ;;
	header:*)	echo "#include <${1#header:}>" |
			    $cc -E -x c - >/dev/null 2>&1 ;;
	libfuzzer)	have_libfuzzer ;;
	esac
}

# Prints package|why for everything that is missing.
missing()
{
	for set in "$@"; do
		"needs_$set" || exit 2
	done | while IFS='|' read -r probe package why; do
		is_there "$probe" || echo "$package|$why"
	done | sort -u -t'|' -k1,1
}

install_as()
{
	as=$1
	shift
	echo "deps: $as${as:+ }apt-get install --no-install-recommends $*"
	DEBIAN_FRONTEND=noninteractive
	export DEBIAN_FRONTEND
	if ! $as apt-get install -y -q --no-install-recommends "$@" \
	    >"$log" 2>&1 </dev/null; then
		# The usual reason: package lists that are old or missing.
		$as apt-get update -q >"$log" 2>&1 &&
		    $as apt-get install -y -q --no-install-recommends "$@" \
		    >>"$log" 2>&1 </dev/null
	fi
}

no_install=${DEPS:-yes}
if [ "${1:-}" = -n ]; then
	no_install=no
	shift
fi
[ $# -gt 0 ] || set -- build

list=$(missing "$@")
[ -n "$list" ] || exit 0
echo "deps: missing:"
echo "$list" | while IFS='|' read -r package why; do
	printf 'deps:   %-26s %s\n' "$package" "$why"
done
packages=$(echo "$list" | cut -d'|' -f1 | tr '\n' ' ')

if [ "$no_install" = no ]; then
	echo "deps: to install: tests/deps.sh $*   (or apt-get install $packages)"
	exit 1
fi
if ! command -v apt-get >/dev/null 2>&1; then
	echo "deps: apt-get not found; install the above by other means"
	exit 1
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
if [ "$(id -u)" = 0 ]; then
	as=
elif command -v sudo >/dev/null 2>&1 && { [ -t 0 ] || sudo -n true 2>/dev/null; }
then
	as=sudo
else
	echo "deps: not root, and no terminal for sudo; as root, run"
	echo "deps:   apt-get install $packages"
	exit 1
fi
# shellcheck disable=SC2086	# a list of package names
if ! install_as "$as" $packages; then
	tail -5 "$log"
	echo "deps: apt-get failed"
	exit 1
fi
