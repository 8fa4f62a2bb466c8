#!/bin/sh
# tiny-pe.sh FILE - the smallest PE program a code signer takes (it does not run)
set -u

zeros()
{
	head -c "$1" /dev/zero
}

# DOS header, PE header, PE32 optional header of 224 bytes, one section of 512.
{
	printf 'MZ'
	zeros 58
	printf '\100\000\000\000'			# PE header at 64
	printf 'PE\000\000\114\001\001\000'		# i386, one section
	zeros 12
	printf '\340\000\002\001'			# 224, executable
	printf '\013\001\016\000\000\002\000\000'	# PE32, code size
	zeros 8
	printf '\000\020\000\000\000\020\000\000\000\040\000\000'
	printf '\000\000\100\000\000\020\000\000\000\002\000\000'
	printf '\006\000\000\000\000\000\000\000\006\000\000\000'
	zeros 4
	printf '\000\040\000\000\000\002\000\000\000\000\000\000'
	printf '\003\000\000\000'			# console
	zeros 20
	printf '\020\000\000\000'			# 16 directories
	zeros 128
	printf '.text\000\000\000\000\020\000\000\000\020\000\000'
	printf '\000\002\000\000\000\002\000\000'
	zeros 12
	printf '\040\000\000\140'
	zeros 160
	printf '\303'
	zeros 511
} >"$1"
