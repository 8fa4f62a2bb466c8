# jobs.sh - what the sweeps run, and how they judge what is left afterwards
#
# A job is a command that replaces out.pfx (old contents "old") in the current
# folder. Afterwards the folder must hold out.pfx and nothing else, and out.pfx
# is either still "old" or complete. Exit status 127 is the dynamic loader's: the
# program had not begun.

PKI=$FIXTURES/pki

# Thousands of turns: what bash can do itself it does, without a process.
shopt -s dotglob nullglob
umask 077
mkdir "$W/t"

# begin: a folder as it is before the job.
begin()
{
	local files

	cd "$W/t" || exit 1
	files=(*)
	[ "${files[*]}" = out.pfx ] || rm -rf "${files[@]}"
	echo old >out.pfx
}

is_old()
{
	local word=

	read -r word <out.pfx && [ "$word" = old ]
} 2>/dev/null

# Random salts do not change a PFX's size, so a size is enough to tell whether
# it is complete; the reference was opened by another program.
is_complete()
{
	[ "$(stat -c %s out.pfx 2>/dev/null)" = "$SIZE" ]
}

is_alone()
{
	local files

	files=(*)
	[ "${files[*]}" = out.pfx ]
}

# Crashes and hangs of the libraries that no caller can prevent, by the names
# on the stack that failmalloc.so printed. (libtasn1 4.19 copies the grammar
# into an element, and further ones of a list, without looking whether there
# was memory; libcrypto 3.0 reports an allocation that failed inside its
# one-time start by starting, and the context a provider makes for itself is
# taken down before it is whole.)
KNOWN=0
is_known()
{
	grep -q -e '(asn1_create_element' -e '(asn1_der_decoding' \
	    -e '(OSSL_LIB_CTX_new_child' "$1" || {
		grep -q '(ERR_new' "$1" && grep -q 'run_once' "$1"
	} || return 1
	KNOWN=$((KNOWN + 1))
}

# judge STATUS WHERE: prints what is wrong, if anything.
judge()
{
	if [ "$1" -ge 124 ] && [ "$1" -ne 127 ]; then
		is_known "$W/err" && return
		echo "$2: exit status $1 (a signal, or no end)"
	elif [ "$1" -eq 0 ] && ! is_complete; then
		echo "$2: exit status 0 without a complete file"
	elif [ "$1" -ne 0 ] && ! is_old && ! is_complete; then
		echo "$2: exit status $1, and the old file is gone"
	elif ! is_alone; then
		echo "$2: left behind: $(echo *)"
	elif [ "$1" -ne 0 ] && [ ! -s "$W/err" ]; then
		echo "$2: exit status $1 without a word"
	fi
}

# reference COMMAND...: the job undisturbed, checked by another program.
reference()
{
	begin
	"$@" >"$W/err" 2>&1 </dev/null || return 1
	is_alone || return 1
	openssl pkcs12 -in out.pfx -passin pass:spckit -noout 2>>"$W/err" ||
	    return 1
	SIZE=$(stat -c %s out.pfx)
}

# allocations_of COMMAND...: how many there are undisturbed, in count. A job
# that does not run has none, and a sweep over nothing would pass.
failmalloc=$BUILD/tests/failmalloc.so
allocations_of()
{
	rm -f "$W/count"
	FAIL_COUNT=$W/count LD_PRELOAD=$failmalloc "$@" >/dev/null 2>&1 </dev/null
	count=$(cat "$W/count" || echo 0)
	[ "$count" -ge 10 ] || echo "$count allocations undisturbed" >>"$W/bad"
}

convert="$BIN/pvk2pfx -pvk $PKI/leaf-strong.pvk -pi spckit -spc
    $PKI/shuffled.spc -pfx out.pfx -f -iter 1"
printf '%s\tenv:PW\t%s\tout.pfx\n' "$PKI/leaf-strong.pvk" \
    "$PKI/shuffled.spc" >"$W/list"
batch="$BIN/pvk2pfx -batch $W/list -jobs 1 -f -iter 1"
export PW=spckit
# From a store that holds the key and its chain.
export SPCKIT_HOME=$W/exported SPCKIT_MACHINE_HOME=$W/machine
"$BIN/certimport" -user -p spckit -importPFX "$PKI/aes.pfx" >/dev/null 2>&1
export="$BIN/storectl export -n publisher -as pfx -po spckit -iter 1
    -out out.pfx -f"
