# Windows' stores may be empty; another is there when it was made.
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
tell() { echo "-- $*" >&2; "$@"; echo "status $?"; }
tell storectl list -s Nope
certimport -user -addstore Odd ../pki/leaf.cer >/dev/null 2>&1
certimport -user -addstore CA ../pki/ca.cer >/dev/null 2>&1
hash=$(sha1sum ../pki/leaf.cer | cut -d' ' -f1)
tell storectl list -s Nope
tell storectl list -s odds
tell storectl list -s Nope -json
tell storectl list -s AuthRoot
tell storectl list -s trustedpublisher
tell storectl show -s Nope 0
tell storectl delete -s Nope -sha1 "$hash" 2>&1 | sed "s/$hash/HASH/"
tell storectl export -s Nope -as cer -out x
tell storectl chain -s Nope 0
tell storectl sign /s Nope /a x
tell storectl -user -store Nope
tell storectl -user -delstore Nope x
tell storectl list -sm -s Odd
# It stays when the last certificate goes.
storectl delete -s Odd -sha1 "$hash" >/dev/null
tell storectl delete -s Odd -sha1 "$hash" 2>&1 | sed "s/$hash/HASH/"
tell storectl list -s Odd
