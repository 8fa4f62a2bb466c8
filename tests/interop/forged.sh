# forged.sh - programs that were signed to be taken for what they are not
# (tests/forge): each is refused for what is wrong with it, the odd ones are not

# What verify says of all of them: name, verdict, sentence.
forged_verdicts()
{
	local SPCKIT_HOME=$PWD/forged.home SPCKIT_MACHINE_HOME=$PWD/nothing f

	export SPCKIT_HOME SPCKIT_MACHINE_HOME
	"$BIN/certimport" -user -addstore Root forged/root.cer || return
	for f in forged/disallowed_*.cer; do
		"$BIN/certimport" -user -addstore Disallowed "$f" || return
	done
	"$BIN/storectl" verify -pa -json forged/*.exe >forged.json
	jq -r '.files[] | [(.file | sub("forged/"; "") | sub(".exe$"; "")),
	    (if .verified then "accept" else "refuse" end),
	    (.error.message // "-")] | @tsv' forged.json >forged.verdicts
	[ -s forged.verdicts ]
}

# All that is nested is judged with -all, and one that is bad spoils the rest.
forged_nested()
{
	local SPCKIT_HOME=$PWD/forged.home SPCKIT_MACHINE_HOME=$PWD/nothing f

	export SPCKIT_HOME SPCKIT_MACHINE_HOME
	"$BIN/storectl" verify -pa -all forged/nested_honest.exe || return
	for f in in_stranger stranger of_other in_bad; do
		exits 1 "$BIN/storectl" verify -pa -all \
		    "forged/nested_$f.exe" || return
	done
}

# One result for each: a wrong verdict, or one for another reason.
forged_results()
{
	while IFS=$'\t' read -r name want words; do
		IFS=$'\t' read -r _ got said < <(grep "^$name	" forged.verdicts)
		echo "$name: ${got:-nothing}, expected $want ($words): $said" \
		    >why
		if [ "$got" = "$want" ] && { [ "$words" = - ] ||
		    grep -qF -- "$words" <<<"$said"; }; then
			ok "interop/forged: $name, $want"
		else
			not_ok "interop/forged: $name" why
		fi
	done <forged/table
}

judge_forgeries()
{
	mkdir forged
	if "$BUILD/tests/forge" "$FIXTURES" forged >forged/table 2>why &&
	    [ "$(wc -l <forged/table)" -ge 200 ]; then
		try 'interop/forged: verdicts' forged_verdicts
		forged_results
		try 'interop/forged: nested, all of them' forged_nested
	else
		not_ok interop/forge why
	fi
}
