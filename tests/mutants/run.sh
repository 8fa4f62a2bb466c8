#!/bin/bash
#
# mutants/run.sh [NAME...] - breaks the product in chosen places and sees
# whether a test notices
#
# Each mutant of the tables (*.txt beside this; table.pl says how they are
# written) is one change. It is made in a copy of the tree, what it needs is
# built again, and the tests that its table names are run; if it lives, the
# wider suites. One line a mutant:
#
#   died NAME: TEST
#   SURVIVED NAME
#   not built NAME
#
# The last line counts them. The exit status is 1 unless all died. First every
# test that is named runs on the unbroken copy: it has to pass, because a test
# that fails anyway notices nothing. So does a wider suite before it is first
# needed; what fails in it then does not count.
#
# JOBS=N works in N copies (2 at most: two processors are enough), WIDER='SUITE...' says what a mutant has to live through.

. "$(dirname "$0")/../lib.sh"
here=$TOP/tests/mutants
tables=("$here"/*.txt)
state=$BUILD/mutants
JOBS=${JOBS:-2}
[ "$JOBS" -le 2 ] || JOBS=2
WIDER=${WIDER-unit cli net interop faults}
# The copies do not lie beside it.
[ -n "${CORPUS:-}" ] || export CORPUS=$TOP/../shared/corpus

table()
{
	perl "$here/table.pl" "$@"
}

# What of the tables was asked for: all, or names.
chosen()
{
	local names=" $* "

	table list "$TOP" "${tables[@]}" | while IFS=$'\t' read -r name rest; do
		[ $# -eq 0 ] || [[ $names = *" $name "* ]] || continue
		printf '%s\t%s\n' "$name" "$rest"
	done
}

# ---- a copy ----

# A run that was interrupted leaves a broken file, and objects made of it.
mend()
{
	local file

	[ -f "$1/broken" ] || return 0
	file=$(cat "$1/broken")
	rm -f "$1/tree/.build/obj/${file%.c}.o" "$1"/tree/.build/*.a \
	    "$1"/tree/.build/bin/* "$1"/tree/.build/lib/* "$1/good.o" "$1/broken"
}

# The tree as it is, changes and all; what was built before is kept.
copy_tree()
{
	mkdir -p "$1/tree" && mend "$1" &&
	    find "$1/tree" -mindepth 1 -maxdepth 1 ! -name .build \
	    -exec rm -rf {} + &&
	    tar -C "$TOP" --exclude=./.build --exclude=./.git -cf - . |
	    tar -C "$1/tree" -xf -
}

# Removing a check leaves what it used unused, which is no error here.
build()
{
	local copy=$1

	shift
	env -u BUILD make -C "$copy/tree" --no-print-directory DEPS=no \
	    CFLAGS=-Wno-error "$@" >"$copy/make.log" 2>&1
}

# What has to be built before a test.
targets()
{
	case $1 in
	unit/*)		echo ".build/unit/test_${1#unit/}" ;;
	unit)		echo unit-programs ;;
	cli*)		echo all ;;
	interop/paths)	echo all .build/tests/makepaths ;;
	interop/forged)	echo all .build/tests/forge ;;
	*)		echo all test-tools ;;
	esac
}

# run_test COPY TEST: $copy/failed are the names of those that failed.
run_test()
{
	local copy=$1 suite=${2%%/*} part= rc

	case $2 in
	cli/*/*)	part=tests/$2.sh ;;
	cli/*)	part="tests/$2/*.sh" ;;
	*/*)	part=${2#*/} ;;
	esac
	# A mutant may run in circles.
	(cd "$copy/tree" && env -u TOP -u BIN -u FIXTURES BUILD=.build \
	    timeout --foreground -k 5 900 "tests/$suite/run.sh" $part) \
	    >"$copy/test.log" 2>&1 </dev/null
	rc=$?
	sed -n 's/^not ok - //p' "$copy/test.log" >"$copy/failed"
	if ! grep -q '^ok - ' "$copy/test.log" && [ ! -s "$copy/failed" ]; then
		echo "$2 ran no test (exit $rc)" >"$copy/failed"
	elif [ $rc -gt 1 ] && [ ! -s "$copy/failed" ]; then
		echo "$2 ended with status $rc" >"$copy/failed"
	fi
}

# ---- the unbroken copy ----

# good_without COPY TEST: on the tree as it is; what fails there is noted, and
# counts for nothing afterwards.
good_without()
{
	local copy=$1 test=$2 known=$state/good/${2//\//+}

	[ ! -f "$known" ] || return 0
	# shellcheck disable=SC2046 # several words
	if ! build "$copy" $(targets "$test"); then
		tail -5 "$copy/make.log" >&2
		echo "mutants: the tree does not build" >&2
		return 1
	fi
	run_test "$copy" "$test"
	cp "$copy/failed" "$known.$$" && mv "$known.$$" "$known"
}

# The tests that the tables name have to pass, one and all.
named_are_good()
{
	local copy=$1 share=$2 i=0 test name

	while read -r test; do
		i=$((i + 1))
		[ $((i % JOBS)) -eq "$share" ] || continue
		good_without "$copy" "$test" || return 1
		while read -r name; do
			echo "fails without a mutant: $name"
			echo "$name" >>"$state/failing"
		done <"$state/good/${test//\//+}"
	done <"$state/named"
}

# ---- the mutants ----

# The line that is printed, and counted.
verdict()
{
	echo "$*"
	echo "$*" >>"$state/verdicts"
}

# noticed COPY TEST: does a test fail that passes without the mutant?
noticed()
{
	run_test "$1" "$2"
	grep -vxFf "$state/good/${2//\//+}" "$1/failed" >"$1/noticed"
}

# A wider suite's own failures are needed before the tree is broken.
prepare_wider()
{
	local suite

	for suite in $WIDER; do
		good_without "$1" "$suite" || return 1
	done
}

judge_by()
{
	local copy=$1 name=$2 test

	shift 2
	for test; do
		# shellcheck disable=SC2046
		if ! build "$copy" $(targets "$test"); then
			verdict "not built $name"
			sed -n '/error/s/^/# /p' "$copy/make.log" | head -3
			return 0
		fi
		if noticed "$copy" "$test"; then
			verdict "died $name: $(paste -sd ' ' "$copy/noticed" |
			    cut -c 1-200)"
			return 0
		fi
	done
	return 1
}

break_it()
{
	local copy=$1 name=$2 file=$3 object=$1/tree/.build/obj/${3%.c}.o

	[ ! -f "$object" ] || cp -p "$object" "$copy/good.o"
	cp -p "$copy/tree/$file" "$copy/good.c"
	echo "$file" >"$copy/broken"
	table apply "$copy/tree" "$name" "${tables[@]}"
}

# With the object of before, so that it need not be compiled again, as old as it
# was: a later change of the tree is newer. What it was linked into goes.
mend_it()
{
	local copy=$1 file=$2 build=$1/tree/.build

	cp -p "$copy/good.c" "$copy/tree/$file"
	rm -f "$build/obj/${file%.c}.o" "$build"/*.a "$build"/bin/* \
	    "$build"/lib/*
	[ ! -f "$copy/good.o" ] ||
	    mv "$copy/good.o" "$build/obj/${file%.c}.o"
	rm "$copy/broken"
}

one()
{
	local copy=$1 name=$2 file=$3 tests=$4

	break_it "$copy" "$name" "$file" || return 1
	# shellcheck disable=SC2086 # several words
	if judge_by "$copy" "$name" $tests; then
		mend_it "$copy" "$file"
		return
	fi
	mend_it "$copy" "$file"
	prepare_wider "$copy" || return 1
	break_it "$copy" "$name" "$file" || return 1
	judge_by "$copy" "$name" $WIDER || verdict "SURVIVED $name"
	mend_it "$copy" "$file"
}

# One of the copies: takes the next mutant that nobody has taken.
work()
{
	local copy=$state/$1 name file tests

	while IFS=$'\t' read -r name file tests; do
		mkdir "$state/taken/$name" 2>/dev/null || continue
		one "$copy" "$name" "$file" "$tests" || return 1
	done <"$state/chosen"
}

# ---- all of it ----

# in_copies FUNCTION: in each copy at once, with the copy's number.
in_copies()
{
	local i pids=() bad=0

	for ((i = 0; i < JOBS; i++)); do
		"$1" $i &
		pids+=($!)
	done
	for i in "${pids[@]}"; do
		wait "$i" || bad=1
	done
	return $bad
}

make_copy()
{
	copy_tree "$state/$1" && build "$state/$1" all || {
		tail -5 "$state/$1/make.log" >&2
		return 1
	}
}

look_at_named()
{
	named_are_good "$state/$1" "$1"
}

count()
{
	grep -c "^$1 " "$state/verdicts"
}

main()
{
	local total died

	# Its copies and what runs in them end with it.
	trap 'trap - INT TERM; kill 0' INT TERM
	mkdir -p "$state"
	rm -rf "$state/taken" "$state/good" "$state/failing"
	mkdir "$state/taken" "$state/good"
	: >"$state/verdicts"
	chosen "$@" >"$state/chosen"
	[ -s "$state/chosen" ] ||
	    { echo "mutants: none of that name" >&2; return 1; }
	cut -f 3 "$state/chosen" | tr ' ' '\n' | sort -u >"$state/named"
	table find "$TOP" "${tables[@]}" >&2 || return 1
	in_copies make_copy && in_copies look_at_named && in_copies work ||
	    return 1
	total=$(wc -l <"$state/chosen")
	died=$(count died)
	echo "$total mutants, $died died, $((total - died)) survived"
	[ "$died" -eq "$total" ] && [ ! -e "$state/failing" ]
}

# Read to the end before anything runs: it may be edited meanwhile.
main "$@"; exit
