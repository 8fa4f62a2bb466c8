#!/bin/bash
#
# fuzz.sh FOLDER RUNS TARGET... - each fuzzer for a number of runs
#
# New inputs go to FOLDER/corpus and stay there between runs; a finding is
# left in FOLDER/findings, to be minimised and committed as
# tests/fuzz/crashes/TARGET/what-it-was.

set -u
cd "$(dirname "$0")" || exit 1
TOP=$(cd ../.. && pwd)
folder=$1 runs=$2
shift 2
case $folder in
/*)	;;
*)	folder=$TOP/$folder ;;
esac
export ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=1
bad=0
for target; do
	new=$folder/corpus/$target
	mkdir -p "$new" "$folder/findings"
	seeds=()
	for d in corpus crashes; do
		[ -d "$d/$target" ] && seeds+=("$d/$target")
	done
	printf '%-6s ' "$target"
	if "$folder/fuzz_$target" -runs="$runs" -max_len=65536 -timeout=5 \
	    -rss_limit_mb=1024 -print_final_stats=1 -verbosity=0 \
	    -artifact_prefix="$folder/findings/$target-" \
	    "$new" "${seeds[@]}" >"$folder/$target.log" 2>&1; then
		awk '/number_of_executed_units|average_exec_per_sec/ {
			printf "%s %s  ", $1, $2 } END { print "" }' \
		    "$folder/$target.log"
	else
		echo "FOUND SOMETHING:"
		grep -E 'ERROR|SUMMARY|does not hold|Test unit written' \
		    "$folder/$target.log"
		bad=1
	fi
done
exit $bad
