# lib.sh - what every shell test shares; sourced by bash, not run
#
# A test prints one line: `ok - NAME`, `not ok - NAME` with details after it in
# lines that begin with `# `, or `skip - NAME: WHY`. tests/run.sh counts them.

set -u
: "${TOP:=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)}"
: "${BUILD:=$TOP/.build}"
case $BUILD in
/*)	;;
*)	BUILD=$TOP/$BUILD ;;
esac
BIN=$BUILD/bin
FIXTURES=$TOP/tests/fixtures
export TOP BUILD BIN FIXTURES
# Nothing of the caller's configuration may decide a test.
unset OPENSSL_CONF OPENSSL_MODULES SPCKIT_HOME MAKEFLAGS MAKELEVEL
export LC_ALL=C.UTF-8 TZ=UTC

ok()
{
	echo "ok - $1"
}

# not_ok NAME [FILE...]: the files are the details.
not_ok()
{
	echo "not ok - $1"
	shift
	for f; do
		# Cut, so that a test gone wild does not bury the others.
		head -c 4000 "$f" | sed 's/^/# /'
	done
}

skip()
{
	echo "skip - $1: $2"
}

# wrong WORD...: the test that runs has failed, whatever its function returns in
# the end.
wrong()
{
	echo "$*"
	: >"$SCRATCH/try.wrong"
	return 1
}

# try NAME COMMAND...: ok when the command returns 0 and nothing was wrong on
# the way, its output otherwise.
try()
{
	_name=$1
	shift
	rm -f "$SCRATCH/try.wrong"
	if "$@" >"$SCRATCH/try.log" 2>&1 </dev/null &&
	    [ ! -e "$SCRATCH/try.wrong" ]; then
		ok "$_name"
	else
		echo "(exit $?) $*" >>"$SCRATCH/try.log"
		not_ok "$_name" "$SCRATCH/try.log"
	fi
}

# same TEXT TEXT: there is one, and the other is like it. What two commands that
# failed have printed is like it, too, but there is none.
same()
{
	[ -n "$1" ] && [ "$1" = "$2" ] ||
	    { echo "\"$1\" is not \"$2\""; return 1; }
}

# exits STATUS COMMAND...: with that one; what crashes refuses nothing.
exits()
{
	_status=$1
	shift
	"$@"
	_rc=$?
	[ $_rc -eq "$_status" ] ||
	    { echo "exit status $_rc, expected $_status: $*"; return 1; }
}

have()
{
	command -v "$1" >/dev/null 2>&1
}

# osslsigncode before 2.6 has no such option, and fetches no lists.
IGNORE_CDP=
if have osslsigncode && osslsigncode verify --help 2>&1 | grep -q ignore-cdp
then
	IGNORE_CDP=-ignore-cdp
fi
export IGNORE_CDP

# A scratch folder that goes away with the script.
scratch()
{
	SCRATCH=$(mktemp -d "${TMPDIR:-/tmp}/spckit-test.XXXXXX") || exit 1
	trap 'rm -rf "$SCRATCH"' EXIT
	trap 'exit 1' HUP INT TERM
}
