# headers.sh - a header compiles alone and twice, with both compilers

cat >"$SCRATCH/header" <<'SCRIPT'
cc=$1 h=$2
printf '#include "%s"\n#include "%s"\nextern int x;\n' "$h" "$h" |
    "$cc" -std=c11 -D_GNU_SOURCE -Wall -Wextra -Werror -fsyntax-only \
    $(pkg-config --cflags p11-kit-1) -I. -Icommon -Ipvk2pfx -Istorectl -Itests/unit -x c - ||
    echo "$h does not compile alone and twice"
SCRIPT
headers_with()
{
	find common pvk2pfx certimport storectl -name '*.h' 2>/dev/null |
	    sed 's|^common/||' | sort |
	    xargs -P "$(nproc)" -n 1 sh "$SCRATCH/header" "$1" >"$SCRATCH/h" 2>&1
	cat "$SCRATCH/h"
	[ ! -s "$SCRATCH/h" ]
}
for cc in gcc clang; do
	if have $cc; then
		try "lint/headers_stand_alone_with_$cc" headers_with $cc
	else
		skip "lint/headers_stand_alone_with_$cc" "$cc is not installed"
	fi
done
