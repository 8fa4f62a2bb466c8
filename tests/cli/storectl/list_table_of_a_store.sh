# A line each; the days that are left change every day.
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
import() { certimport -user "$@" >/dev/null 2>&1; }
import -p spckit -importPFX ../pki/aes.pfx
import -addstore My ../pki/expired.cer
import -addstore My ../pki/ec.cer
storectl list | sed 's/([0-9]* days)/(N days)/; s/[0-9a-f]\{40\}/HASH/' | sort
# The thumbprints are in order, and those of the files.
storectl list | sed -n 's/.* //; /^[0-9a-f]\{40\}$/p' >listed
ls home/SystemCertificates/My/Certificates | tr A-F a-f | sort | diff - listed
storectl list -s ca | sed 's/([0-9]* days)/(N days)/; s/[0-9a-f]\{40\}/HASH/'
storectl list /S CA -user | wc -l
