# layers.sh - the arrows between folders, none in a circle, and each privilege
# (the terminal, files, libtasn1, Windows' words) has one owner.
# docs/architecture.md has the picture.

# What a folder of common may include besides itself. Nothing in common
# includes a program.
may_include()
{
	case $1 in
	base)			;;
	asn1|io)		echo base ;;
	cert)			echo base asn1 ;;
	cli)			echo base io ;;
	formats/certs)		echo base asn1 cert ;;
	formats/key)		echo base asn1 cert formats/certs ;;
	formats/pfx)		echo base asn1 cert formats/key ;;
	formats/signed)		echo base asn1 cert formats/certs ;;
	formats)		echo base asn1 cert formats/certs formats/key \
				    formats/pfx formats/signed ;;
	chain)			echo base asn1 cert ;;
	crosscat)		echo base asn1 io cert chain ;;
	token)			echo base asn1 io cert formats/key ;;
	store|store/vault)	echo base asn1 io cert formats/certs \
				    formats/key store store/vault ;;
	query)			echo base asn1 io cert formats formats/certs \
				    chain crosscat \
				    token store store/vault cli ;;
	show)			echo base asn1 io cert formats chain crosscat \
				    token store store/vault cli query ;;
	# The module is a guest in another process.
	storectl/pkcs11)	echo base asn1 io cert formats formats/certs \
				    formats/key chain token store store/vault ;;
	*)			common ;;
	esac
}

# Every folder of common, for programs.
common()
{
	find common -mindepth 1 -type d | sed 's|^common/||'
}

# Which other folders of its own program a folder of a program may include.
may_also_include()
{
	case $1 in
	storectl)		echo storectl/verbs storectl/certutil \
				    storectl/signtool storectl/export \
				    storectl/run storectl/sign storectl/verify ;;
	storectl/run|storectl/certutil)	echo storectl storectl/export ;;
	storectl/sign)		echo storectl storectl/verify ;;
	storectl/signtool)	echo storectl storectl/sign storectl/verify ;;
	storectl/verbs|storectl/export|storectl/verify)	echo storectl ;;
	esac
}

# Quoted includes of a file.
includes()
{
	sed -n 's/^#[[:space:]]*include[[:space:]]*"\([^"]*\)".*/\1/p' "$1"
}

check_layer()
{
	dir=$1 bad=0
	allowed=" ${dir#common/} $(may_include "${dir#common/}" | tr '\n' ' ')"
	allowed="$allowed $(may_also_include "$dir") "
	for f in "$dir"/*.[ch]; do
		for target in $(includes "$f"); do
			case $target in
			pkcs_asn1_tab.c)
				# The compiled grammar.
				[ "$f" = common/asn1/schema.c ] && continue ;;
			*/*)
				case $allowed in
				*" ${target%/*} "*)	continue ;;
				esac
				;;
			*)
				# A program's own header, in the same folder.
				case $dir in
				common/*)	;;
				*)	[ -f "$dir/$target" ] && continue ;;
				esac ;;
			esac
			echo "$f includes $target"
			bad=1
		done
	done
	return $bad
}

for dir in $(find common pvk2pfx certimport storectl -name '*.[ch]' |
    sed 's|/[^/]*$||' | sort -u); do
	try "lint/layers_of_$dir" check_layer "$dir"
done

# uses FILE...: "A B" for each object A that calls, or takes from, object B.
uses()
{
	for o; do
		nm --defined-only -g "$o" | awk -v o="$o" '{ print $3, o }'
	done | sort >"$SCRATCH/defined"
	for o; do
		nm -u "$o" | awk -v o="$o" '{ print $2, o }'
	done | sort | join - "$SCRATCH/defined" | awk '{ print $2, $3 }' |
	    sed "s|$BUILD/obj/||g; s|\.o\>|.c|g" | sort -u
}

# No file needs another one that needs it again, over however many steps.
no_circle()
{
	# Of sources that there are: the folder may be older than the tree.
	uses $(find "$BUILD/obj" -name '*.o' "$@" | while read -r o; do
		c=${o#"$BUILD/obj/"}
		[ ! -f "${c%.o}.c" ] || echo "$o"
	done) >"$SCRATCH/uses"
	[ -s "$SCRATCH/uses" ] && ! tsort "$SCRATCH/uses" 2>&1 >/dev/null | grep .
}
try lint/no_circle_between_files no_circle ! -name 'main.o'

# All code as "file: line", without comments, so that prose may say the words.
for f in $(find common pvk2pfx certimport storectl -name '*.[ch]' \
    2>/dev/null | sort); do
	"${CC:-gcc}" -fpreprocessed -dD -E -P -x c "$f" 2>/dev/null |
	    sed "s|^|$f: |"
done >"$SCRATCH/code"
# Where nothing is, nothing is found.
try lint/there_is_code_to_look_at [ "$(wc -l <"$SCRATCH/code")" -gt 10000 ]

# only_in PATTERN FOLDER FILE...: in FOLDER (a pattern; . is all), no other file
# has it.
only_in()
{
	pattern=$1 where=$2
	shift 2
	allowed='^$'
	for f; do
		allowed="$allowed|^$f: "
	done
	! grep -E "$pattern" "$SCRATCH/code" | grep -vE "$allowed" |
	    { [ "$where" = . ] && cat || grep -E "^$where/"; } | grep .
}

# All of common but its edges to a terminal, cli and show.
silent='common/(base|asn1|io|cert|formats|chain|crosscat|token|store|query)'

try lint/only_tools_print only_in \
    '[^a-z_](printf|vprintf|puts|putchar|perror)\(|[^_a-z](stdout|stderr)[^_a-z]' \
    "$silent"
# To the caller's stream: a printable name.
try lint/few_write_to_streams only_in \
    '[^a-z_](fprintf|vfprintf|fputs|fputc|fwrite|putc)\(' "$silent" \
    common/base/text.c
try lint/the_library_never_ends_the_process only_in \
    '[^a-z_](exit|abort|assert|quick_exit)\(' common
try lint/only_passin_touches_a_terminal only_in \
    '/dev/tty|tcsetattr|getpass' . common/io/passin.c
try lint/files_are_opened_in_few_places only_in \
    '[^a-z_](open|openat|fopen|fdopen|creat|mkstemp)\(' . \
    common/io/readfile.c common/io/atomicfile.c common/io/passin.c \
    common/cli/startup.c common/io/dir.c
try lint/only_schema_knows_libtasn1 only_in \
    '[^a-z_]asn1_(read|der|create|write)[a-z_]*\(' . common/asn1/schema.c
try lint/no_unbounded_copies only_in \
    '[^a-z_](strcpy|strcat|sprintf|vsprintf|gets|strtok|alloca|atoi|atol)\(' .
try lint/no_sockets_here only_in '[^a-z_](socket|connect)\(' .
try lint/only_httpget_knows_libcurl only_in '[^a-z_]curl_[a-z_]+\(' . \
    storectl/crosscert/httpget.c
try lint/only_uncab_knows_libmspack only_in "[^a-z_]mspack_[a-z_]+\(" . \
    storectl/crosscert/uncab.c
try lint/only_unzip_knows_libzip only_in '[^a-z_]zip_[a-z_]+\(' . \
    storectl/crosscert/unzip.c

windows_words()
{
	! grep -l 'include "cli/winerr.h"' -r common pvk2pfx certimport storectl |
	    grep -v -e '/report\.c$' -e '_report\.c$' -e '^common/cli/winerr\.c$'
}
try lint/only_reports_speak_windows_words windows_words
