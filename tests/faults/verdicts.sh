# verdicts.sh - signed files changed in every place: what is verified says what
# the original says

verdicts=$BUILD/san/tests/verdicts
[ -x "$verdicts" ] || verdicts=$BUILD/tests/verdicts

# sweep FIXTURE STEP
sweep()
{
	step=$2
	[ -z "$FULL" ] || step=1
	if "$verdicts" "$1" "$step" "$here/verdicts.places" >"$W/log" 2>&1; then
		ok "faults/every byte of ${1##*/}: $(tail -1 "$W/log")"
	else
		not_ok "faults/every byte of ${1##*/}" "$W/log"
	fi
}

sweep signed/stamped.exe 29
sweep signed/counter.exe 29
sweep signed/twice.exe 53
sweep signed/list.cat 37
sweep kinds/signed.cab 17
sweep kinds/signed.msi 29
sweep kinds/extended.msi 31
sweep kinds/signed.ps1 17
sweep kinds/signed.mof 29
sweep kinds/signed.js 17
