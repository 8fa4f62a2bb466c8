# jobs.sh - what the sweeps run, and how they judge what is left afterwards
#
# A job is a command that replaces out.pfx (old contents "old") in the current
# folder. Afterwards the folder must hold out.pfx and nothing else, and out.pfx
# is either still "old" or complete.

PKI=$FIXTURES/pki

# begin: a folder as it is before the job.
begin()
{
	rm -rf "$W/t"
	mkdir "$W/t"
	cd "$W/t" || exit 1
	echo old >out.pfx
	chmod 600 out.pfx
}

# Random salts do not change a PFX's size, so a size is enough to tell whether
# it is complete; the reference was opened by another program.
is_complete()
{
	[ "$(stat -c %s out.pfx 2>/dev/null)" = "$(cat "$W/size")" ]
}

is_old()
{
	[ "$(head -c 5 out.pfx 2>/dev/null)" = old ]
}

is_alone()
{
	[ "$(ls -A)" = out.pfx ]
}

# judge STATUS WHERE: prints what is wrong, if anything.
judge()
{
	if [ "$1" -gt 123 ]; then
		echo "$2: exit status $1 (a signal, or no end)"
	elif [ "$1" -eq 0 ] && ! is_complete; then
		echo "$2: exit status 0 without a complete file"
	elif [ "$1" -ne 0 ] && ! is_old && ! is_complete; then
		echo "$2: exit status $1, and the old file is gone"
	elif ! is_alone; then
		echo "$2: left behind: $(ls -A | tr '\n' ' ')"
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
	stat -c %s out.pfx >"$W/size"
}

convert="$BIN/pvk2pfx -pvk $PKI/leaf-strong.pvk -pi spckit -spc
    $PKI/shuffled.spc -pfx out.pfx -f -iter 1"
printf '%s\tenv:PW\t%s\tout.pfx\n' "$PKI/leaf-strong.pvk" \
    "$PKI/shuffled.spc" >"$W/list"
batch="$BIN/pvk2pfx -batch $W/list -jobs 1 -f -iter 1"
export PW=spckit
