#!/bin/sh
# What an expert types instead: PVK SPC PFX ITERATIONS
set -u
{
	openssl rsa -inform PVK -in "$1" -passin pass:spckit \
	    -provider legacy -provider default
	openssl pkcs7 -inform DER -in "$2" -print_certs
} 2>/dev/null |
    openssl pkcs12 -export -passout pass:spckit -iter "$4" -out "$3"
