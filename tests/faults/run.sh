#!/bin/bash
#
# faults/run.sh - what happens when things go wrong underneath: an allocation,
# a system call, the process itself, the input file
#
# FULL=1 tries every place instead of a sample.

. "$(dirname "$0")/../lib.sh"
scratch
W=$SCRATCH/w
mkdir "$W"
FULL=${FULL:-}
here=$TOP/tests/faults
. "$here/jobs.sh"
for f in allocations syscalls kill import delete damage crowd token cross \
    verify verdicts sign summary; do
	. "$here/$f.sh"
done
cd "$TOP" || exit 1
