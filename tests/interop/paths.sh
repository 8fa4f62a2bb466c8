# paths.sh - certificate chains, judged by us and by OpenSSL (tests/paths): named
# cases, and thousands at random, in one process; some of them through the
# programs themselves

makepaths=$BUILD/tests/makepaths
cases=$TOP/tests/paths/cases.txt

# What `storectl chain` says of the case in this folder, and openssl verify.
chain_says()
{
	local args=()

	[ ! -f pool ] || args+=(-in pool)
	for p in $POLICIES; do
		args+=(-policy "$p")
	done
	[ "$EXPLICIT" = 0 ] || args+=(-explicit-policy)
	[ "$LISTS" = 0 ] || args+=(-crl lists)
	"$BIN/certimport" -user -addstore Root roots >/dev/null 2>&1
	"$BIN/storectl" chain -in leaf "${args[@]}" -sha1 "$SHA1" -json \
	    -at "$(date -u -d "@$AT" +%FT%TZ)" 2>>err |
	    jq -r 'if .valid then "valid" else "invalid" end'
}

openssl_says()
{
	local args=(-policy_check -attime "$AT")

	[ ! -f pool ] || args+=(-untrusted pool)
	for p in ${POLICIES:-2.5.29.32.0}; do
		args+=(-policy "$p")
	done
	[ "$EXPLICIT" = 0 ] || args+=(-explicit_policy)
	[ "$LISTS" = 0 ] || args+=(-crl_check_all -extended_crl -use_deltas)
	[ ! -f lists ] || args+=(-CRLfile lists)
	openssl verify -no-CApath -no-CAstore -CAfile roots "${args[@]}" leaf \
	    >>err 2>&1 && echo valid || echo invalid
}

# Through the programs: the same verdicts as in the process. Each STEPth case.
judge_files()
(
	cd "$1" || exit
	wrong=0 n=0
	for dir in *; do
		n=$((n + 1))
		[ $((n % $2)) = 0 ] || continue
		cd "$dir" || exit
		. ./case.sh
		export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
		ours=$(chain_says) peer=$(openssl_says)
		if [ "$ours$peer" != "$OURS$PEER" ]; then
			wrong=1
			echo "$NAME: chain $ours, in the process $OURS;" \
			    "openssl verify $peer, in the process $PEER"
			cat err
		fi
		cd ..
	done
	echo "every ${2}th of $n cases"
	[ $wrong = 0 ] && [ $n -gt 0 ]
)

through_the_programs()
(
	mkdir named random &&
	"$makepaths" write named "$cases" &&
	"$makepaths" text 7 0 "$1" >random.txt &&
	"$makepaths" write random random.txt &&
	judge_files named "$2" && judge_files random 1
)

judge_paths()
{
	mkdir paths && cd paths || return
	try 'interop/paths: the named cases' "$makepaths" named "$cases"
	try 'interop/paths: at random' "$makepaths" random 1 \
	    "$([ -n "${FULL:-}" ] && echo 10000 || echo 300)"
	try 'interop/paths: through chain and openssl verify' \
	    through_the_programs $([ -n "${FULL:-}" ] && echo 500 1 || echo 20 7)
	cd ..
}
