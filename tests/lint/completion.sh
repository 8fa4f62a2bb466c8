# completion.sh - what bash offers is what the programs take

# offered WORD...: what TAB offers at the end of this line, a line each.
# The words are those that readline breaks the line into.
offered()
{
	(
		cd "$SCRATCH/completion" || exit
		PATH=$BIN:$PATH
		. "$TOP/docs/completion.bash"
		COMP_WORDS=("$@")
		COMP_CWORD=$(($# - 1))
		_spckit "$1" 2>&1
		[ ${#COMPREPLY[@]} -eq 0 ] || printf '%s\n' "${COMPREPLY[@]}"
	)
}

# expect WANTED WORD...
expect()
{
	local wanted=$1 got

	shift
	got=$(offered "$@" | tr '\n' ' ')
	[ "$got" = "${wanted:+$wanted }" ] && return
	echo "$*: offered \"$got\", expected \"$wanted\""
	return 1
}

# The usage text is another witness for what the table holds.
all_options()
{
	for program in pvk2pfx certimport storectl crosscert; do
		"$BIN/$program" --help 2>&1 |
		    sed -n 's/^ \{1,8\}\(-[^ ]*\) .*/\1/p' |
		    sort -u >"$SCRATCH/usage"
		offered "$program" - |
		    grep -vxF -e '-?' -e --help -e --version \
		    -e "$("$BIN/$program" --verbs 2>/dev/null)" |
		    sort -u >"$SCRATCH/offered"
		[ "$(wc -l <"$SCRATCH/usage")" -ge 15 ] || return 1
		diff --label "$program --help" --label "$program -[TAB]" \
		    -u "$SCRATCH/usage" "$SCRATCH/offered" || return 1
	done
}

all_verbs()
{
	"$BIN/storectl" --help |
	    sed -n -e 's/^  storectl \([^ ]*\).*/\1/p' \
	    -e 's/^  certutil \(\[[^]]*\] \)*\(-[a-zA-Z]*\).*/\2/p' |
	    sort >"$SCRATCH/usage"
	offered storectl '' | sort >"$SCRATCH/offered"
	grep -qx list "$SCRATCH/usage" && diff --label 'storectl --help' \
	    --label 'storectl [TAB]' -u "$SCRATCH/usage" "$SCRATCH/offered"
}

situations()
{
	local bad=0

	expect list storectl l || bad=1
	expect 'find fetch' storectl crosscert f || bad=1
	expect '-cert -c -catalog' storectl crosscert find -c || bad=1
	expect -store storectl -user -sto || bad=1
	expect '-s -sm -sha1' storectl list -s || bad=1
	expect '-seconds -Silent' storectl -store My -s || bad=1
	expect '/a /ac /as' storectl sign /a || bad=1
	# The letter case is the user's, the answer the table's.
	expect pkcs8 storectl export -AS PKCS || bad=1
	expect 'AES256-SHA256 TripleDES-SHA1' pvk2pfx -crypto '' || bad=1
	expect 'My' storectl list -s m || bad=1
	expect 'CA' certimport -addstore c || bad=1
	expect 'total-iterations=' storectl dump -limit to || bad=1
	# Sources, as bash breaks them.
	expect 'env: file: fd: stdin prompt' pvk2pfx -pi-from '' || bad=1
	SPCKIT_TEST_PW=x expect SPCKIT_TEST_PW \
	    pvk2pfx -po-from env : SPCKIT_TEST_P || bad=1
	expect 'a.pvk' pvk2pfx -pi-from file : a.p || bad=1
	# Nothing is guessed where nobody can know.
	expect '' pvk2pfx -pi '' || bad=1
	expect '' pvk2pfx -name '' || bad=1
	expect '' storectl list '' || bad=1
	# Words are words, whatever is in them.
	expect '' storectl list '-a]b$(touch pwned)' '`touch pwned`' || bad=1
	[ ! -e "$SCRATCH/completion/pwned" ] || bad=1
	# Files: operands, values, names with blanks, another program's line.
	expect 'a.pvk' storectl dump a.p || bad=1
	expect 'a.pvk' pvk2pfx -batch a. || bad=1
	expect 'my key.pvk' storectl export -in my || bad=1
	expect 'a folder' crosscert fetch -o 'a f' || bad=1
	expect 'a.pvk' storectl run -n x -- sbsign a.p || bad=1
	return $bad
}

mkdir -p "$SCRATCH/completion/a folder"
touch "$SCRATCH/completion/a.pvk" "$SCRATCH/completion/my key.pvk"
try lint/completion_offers_every_option all_options
try lint/completion_offers_every_verb all_verbs
try lint/completion_in_each_situation situations
