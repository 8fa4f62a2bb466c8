# layers.sh - arrows between layers point downwards, and each privilege (the
# terminal, files, libtasn1, Windows' words) has one owner

# may_include LAYER: what may stand before the slash in its #include "...".
may_include()
{
	case $1 in
	base)		echo base ;;
	cert|net)	echo "base $1" ;;
	formats|chain)	echo "base cert $1" ;;
	store)		echo "base cert formats $1" ;;
	# The fetcher selects certificates as storectl does.
	crosscert)	echo "base cert formats chain net store storectl" ;;
	# It is called what storectl says.
	pkcs11)		echo "base cert formats chain store storectl" ;;
	# Nobody else reaches the network.
	*)		echo "base cert formats chain store" ;;
	esac
}

# Quoted includes of a file, as "line:target".
includes()
{
	sed -n 's/^#[[:space:]]*include[[:space:]]*"\([^"]*\)".*/\1/p' "$1"
}

check_layer()
{
	dir=$1 layer=$2 bad=0
	allowed=" $(may_include "$layer") "
	for f in "$dir"/*.[ch]; do
		for target in $(includes "$f"); do
			case $target in
			pkcs_asn1_tab.c)
				# The compiled grammar.
				[ "$f" = common/formats/schema.c ] && continue ;;
			*/*)
				case $allowed in
				*" ${target%%/*} "*)	continue ;;
				esac ;;
			*)
				# A tool's own header.
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

for dir in common/*/; do
	dir=${dir%/}
	try "lint/layers_of_${dir#common/}" check_layer "$dir" "${dir#common/}"
done
for dir in pvk2pfx certimport storectl; do
	[ -d "$dir" ] && try "lint/layers_of_$dir" check_layer "$dir" tool
done
try lint/layers_of_crosscert check_layer storectl/crosscert crosscert
try lint/layers_of_pkcs11 check_layer storectl/pkcs11 pkcs11

# All code as "file: line", without comments, so that prose may say the words.
for f in $(find common pvk2pfx certimport storectl -name '*.[ch]' \
    2>/dev/null | sort); do
	"${CC:-gcc}" -fpreprocessed -dD -E -P -x c "$f" 2>/dev/null |
	    sed "s|^|$f: |"
done >"$SCRATCH/code"

# only_in PATTERN FOLDER FILE...: in FOLDER (. is all), no other file has it.
only_in()
{
	pattern=$1 where=$2
	shift 2
	allowed='^$'
	for f; do
		allowed="$allowed|^$f: "
	done
	! grep -E "$pattern" "$SCRATCH/code" | grep -vE "$allowed" |
	    { [ "$where" = . ] && cat || grep "^$where/"; } | grep .
}

try lint/only_tools_print only_in \
    '[^a-z_](printf|vprintf|puts|putchar|perror)\(|[^_a-z](stdout|stderr)[^_a-z]' \
    common common/base/startup.c
# To the caller's stream: a usage text, a line of progress, a printable name.
try lint/few_write_to_streams only_in \
    '[^a-z_](fprintf|vfprintf|fputs|fputc|fwrite|putc)\(' common \
    common/base/opt_text.c common/base/progress.c common/base/text.c
try lint/the_library_never_ends_the_process only_in \
    '[^a-z_](exit|abort|assert|quick_exit)\(' common
try lint/only_passin_touches_a_terminal only_in \
    '/dev/tty|tcsetattr|getpass' . common/base/passin.c
try lint/files_are_opened_in_few_places only_in \
    '[^a-z_](open|openat|fopen|fdopen|creat|mkstemp)\(' . \
    common/base/readfile.c common/base/atomicfile.c common/base/passin.c \
    common/base/startup.c common/base/workfile.c common/store/dir.c
try lint/only_schema_knows_libtasn1 only_in \
    '[^a-z_]asn1_(read|der|create|write)[a-z_]*\(' . common/formats/schema.c
try lint/no_unbounded_copies only_in \
    '[^a-z_](strcpy|strcat|sprintf|vsprintf|gets|strtok|alloca|atoi|atol)\(' .
try lint/no_sockets_here only_in '[^a-z_](socket|connect)\(' .
try lint/only_httpget_knows_libcurl only_in '[^a-z_]curl_[a-z_]+\(' . \
    common/net/httpget.c
try lint/only_unzip_knows_libzip only_in '[^a-z_]zip_[a-z_]+\(' . \
    common/net/unzip.c

windows_words()
{
	! grep -l 'include "base/winerr.h"' -r common pvk2pfx certimport storectl |
	    grep -v -e '/report\.c$' -e '_report\.c$' -e '^common/base/winerr\.c$'
}
try lint/only_reports_speak_windows_words windows_words
