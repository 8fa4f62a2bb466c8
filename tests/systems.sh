#!/bin/bash
#
# systems.sh - the demonstration and the tests on every system that we name, in
# bare chroots of them; run by hand, as root, with hours to spare
#
#   tests/systems.sh                all of them
#   tests/systems.sh debian13 i386  these
#
# Each gets a clone of HEAD and only apt: make demo, make check, and, with what
# that installed, make check as an ordinary user. i386, arm64 and s390x (these
# by qemu-user-static) get the unit tests. A system that cannot be had is named
# with the reason. Logs go to $BUILD/systems; a table comes last; the exit
# status is 1 if anything failed. JOBS=N (1) compiles N files at once.
#
# Nothing of this machine is mounted in a chroot: its /dev is a small one of its
# own, and its mounts go with the namespace of the command that needed them.

set -u
cd "$(dirname "$0")/.." || exit 1
BUILD=${BUILD:-.build}
JOBS=${JOBS:-1}
DEBIAN=${DEBIAN:-http://deb.debian.org/debian}
UBUNTU=${UBUNTU:-http://archive.ubuntu.com/ubuntu}
KEYRING=/usr/share/keyrings/ubuntu-archive-keyring.gpg
ALL='debian12 debian13 sid ubuntu22.04 ubuntu24.04 i386 arm64 s390x'
LOGS=$BUILD/systems
failed=0

case ${1:-} in
-*)	sed -n '3,18s/^#\( \|$\)//p' "$0"; exit 2 ;;
esac
if [ "$(id -u)" != 0 ]; then
	echo "systems: only root can make chroots" >&2
	exit 1
fi
if ! command -v mmdebstrap >/dev/null; then
	echo "systems: mmdebstrap is not installed" >&2
	exit 1
fi
work=$(mktemp -d "${TMPDIR:-/tmp}/spckit-systems.XXXXXX") || exit 1
trap 'rm -rf --one-file-system "$work"' EXIT
trap 'exit 1' HUP INT TERM
mkdir -p "$LOGS"
: >"$LOGS/table"

# row SYSTEM STEP RESULT
row()
{
	printf '%-12s %-12s %s\n' "$@" | tee -a "$LOGS/table"
}

# What `inside` runs in a mount namespace of its own: ROOT COMMAND.
cat >"$work/enter" <<'SCRIPT'
root=$1 command=$2
mount -t proc proc "$root/proc" &&
    mount -t tmpfs -o mode=755 dev "$root/dev" || exit 125
for node in 'null 1 3' 'zero 1 5' 'full 1 7' 'random 1 8' 'urandom 1 9' \
    'tty 5 0'; do
	set -- $node
	mknod -m 666 "$root/dev/$1" c "$2" "$3"
done
mkdir "$root/dev/pts" "$root/dev/shm"
chmod 1777 "$root/dev/shm"
ln -s /proc/self/fd "$root/dev/fd"
ln -s fd/0 "$root/dev/stdin"
ln -s fd/1 "$root/dev/stdout"
ln -s fd/2 "$root/dev/stderr"
ln -s pts/ptmx "$root/dev/ptmx"
mount -t devpts -o newinstance,ptmxmode=666 devpts "$root/dev/pts"
exec chroot "$root" env -i HOME=/root TERM=dumb CI=true \
    PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive \
    sh -c "$command"
SCRIPT

# inside COMMAND: in the chroot, without anything of ours in the environment
inside()
{
	unshare -m --propagation private sh "$work/enter" "$work/root" "$1" \
	    </dev/null
}

# bootstrap SUITE ARCHITECTURE MIRROR...: the mirror of sid may be an old copy.
bootstrap()
{
	mmdebstrap --quiet --variant=apt --architectures="$2" \
	    --aptopt='Acquire::Check-Valid-Until "false"' \
	    --include=ca-certificates,git,make,passwd "$1" "$work/root" "${@:3}"
}

# Debian packs the keys of Ubuntu's archive, if not in every release.
ubuntu_keys()
{
	[ ! -f "$KEYRING" ] || return 0
	if [ -f "$work/ubuntu.gpg" ]; then
		KEYRING=$work/ubuntu.gpg
		return
	fi
	mmdebstrap --quiet --variant=extract --include=ubuntu-archive-keyring \
	    trixie "$work/keys" "$DEBIAN" || return 1
	cp "$work/keys$KEYRING" "$work/ubuntu.gpg" &&
	    rm -rf --one-file-system "$work/keys" &&
	    KEYRING=$work/ubuntu.gpg
}

# Inside, the keys are at their usual place.
bootstrap_ubuntu()
{
	local inside_keys=/usr/share/keyrings/ubuntu-archive-keyring.gpg suite

	ubuntu_keys || return 1
	for suite in "$1" "$1-updates"; do
		echo "deb [signed-by=$KEYRING] $UBUNTU $suite main universe"
	done >"$work/sources"
	bootstrap "$1" amd64 "$(cat "$work/sources")" || return 1
	grep -rl "$KEYRING" "$work/root/etc/apt" |
	    xargs sed -i "s|$KEYRING|$inside_keys|"
}

emulated()
{
	[ -e "/proc/sys/fs/binfmt_misc/qemu-$1" ] ||
	    { echo "qemu-user-static is not installed"; return 1; }
}

make_root()
{
	case $1 in
	debian12)	bootstrap bookworm amd64 "$DEBIAN" ;;
	debian13)	bootstrap trixie amd64 "$DEBIAN" ;;
	sid)		bootstrap sid amd64 "$DEBIAN" ;;
	ubuntu22.04)	bootstrap_ubuntu jammy ;;
	ubuntu24.04)	bootstrap_ubuntu noble ;;
	i386)		bootstrap trixie i386 "$DEBIAN" ;;
	arm64)		emulated aarch64 && bootstrap trixie arm64 "$DEBIAN" ;;
	s390x)		emulated s390x && bootstrap trixie s390x "$DEBIAN" ;;
	*)		echo "unknown; there are $ALL"; return 1 ;;
	esac && git clone -q . "$work/root/root/spckit" &&
	    inside 'apt-get update -q'
}

# step SYSTEM NAME COMMAND: its last count of tests is the result.
step()
{
	local log=$LOGS/$1-$2.log start=$SECONDS rc counts skipped

	inside "cd /root/spckit && $3" >"$log" 2>&1
	rc=$?
	counts=$(grep -E '^[0-9]+ passed, [0-9]+ failed$' "$log" | tail -1)
	skipped=$(sed -n 's/^\([0-9]* skipped\), .*/, \1/p' "$log" | tail -1)
	if [ $rc -eq 0 ]; then
		row "$1" "$2" "ok, ${counts:+$counts$skipped, }$((SECONDS -
		    start)) s"
	else
		failed=1
		row "$1" "$2" "FAILED, ${counts:-exit status $rc}$skipped: $log"
	fi
}

as_user='useradd -m tester && rm -rf .build && cp -r . /home/tester/spckit &&
    chown -R tester: /home/tester/spckit &&
    setpriv --reuid tester --regid tester --init-groups \
	env HOME=/home/tester sh -c'

try_system()
{
	if ! make_root "$1" >"$LOGS/$1.log" 2>&1; then
		row "$1" chroot "cannot be had: $(grep . "$LOGS/$1.log" |
		    tail -1)"
		return
	fi
	case $1 in
	i386|arm64|s390x)
		step "$1" unit "tests/deps.sh build unit &&
		    make -j$JOBS all unit-programs && tests/run.sh unit"
		;;
	*)
		step "$1" demo 'make demo'
		step "$1" check "make -j$JOBS check"
		step "$1" check-user "$as_user \
		    'cd /home/tester/spckit && make -j$JOBS check DEPS=no'"
		;;
	esac
}

# shellcheck disable=SC2086	# a list of words
[ $# -gt 0 ] || set -- $ALL
for system; do
	try_system "$system"
	rm -rf --one-file-system "$work/root"
done
echo
cat "$LOGS/table"
exit $failed
