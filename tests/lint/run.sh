#!/bin/bash
#
# lint/run.sh - rules about the tree that a compiler does not know

. "$(dirname "$0")/../lib.sh"
scratch
cd "$TOP" || exit 1
for f in layers sources names english headers manpages completion install deb \
    tests; do
	. "tests/lint/$f.sh"
done
