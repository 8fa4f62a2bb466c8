# fetch.sh - crosscert fetch, add and find

# fetch ARGUMENT...: into an empty store; output in out and err, status in rc,
# seconds it took in took.
fetch()
{
	local start=$SECONDS

	rm -rf home machine
	timeout 30 crosscert fetch -catalog catalogue \
	    -cafile "${cas:-web-ca.pem}" "$@" >out 2>err </dev/null
	rc=$?
	took=$((SECONDS - start))
}

held()
{
	[ -f "home/SystemCertificates/CA/Certificates/$(sha1 cross.cer |
	    tr a-f A-F)" ]
}

gets()
{
	fetch "$@"
	[ $rc -eq 0 ] && held && [ ! -s err ] || tell "$*"
}

# refuses WORDS ARGUMENT...: exit 1 with the words in the sentence.
refuses()
{
	local words=$1

	shift
	fetch "$@"
	[ $rc -eq 1 ] && grep -qF -- "$words" err && nothing_stored ||
	    tell "$*, expected: $words"
}

: >empty
row='Test Root'
try 'net/the link of the row, a zip' gets "$row"
try 'net/a row by its pin' gets "$(sha1 cross.cer)"
for f in cross.cer cross.pem cross.b64 cross.p7b cross.zip dots.zip; do
	try "net/http $f" gets "$row" -url "$HTTP/file/$f"
done
try 'net/no file is written by its name in a zip' \
    [ ! -e /tmp/x.cer -a ! -e ../../x ]
try 'net/https with its own CA' gets "$row" -url "$HTTPS/file/cross.cer"
try 'net/without a length' gets "$row" -url "$HTTP/bare/cross.cer"
try 'net/a redirect from http to https' gets "$row" \
    -url "$HTTP/to/https/file/cross.zip"
try 'net/a redirect from https to http' gets "$row" \
    -url "$HTTPS/to/http/file/cross.zip"
try 'net/ten redirects' gets "$row" -url "$HTTP/hop/10/file/cross.cer"
try 'net/eleven redirects' refuses 'redirected more than 10 times' "$row" \
    -url "$HTTP/hop/11/file/cross.cer"
try 'net/a redirect to itself' refuses 'redirected more than 10 times' \
    "$row" -url "$HTTP/loop"
try 'net/a redirect to a file' refuses 'only http and https' "$row" \
    -url "$HTTP/to/file"
try 'net/a URL of a file' refuses 'only http and https' "$row" \
    -url "file://$SCRATCH/cross.cer"
try 'net/a password in the URL' refuses \
    'http://...@localhost' "$row" \
    -url "http://me:secret@localhost:$http/file/cross.cer"
try 'net/it is not shown' [ "$(grep -c secret err)" = 0 ]
try 'net/a redirect to one with a password' refuses 'is not sent' "$row" \
    -url "$HTTP/to/password/file/cross.cer"
try 'net/no URL' refuses 'crosscert: ' "$row" -url 'http://'

try 'net/404' refuses 'HTTP status 404' "$row" -url "$HTTP/file/nothing"
try 'net/403' refuses 'HTTP status 403' "$row" -url "$HTTP/status/403"
try 'net/a page with status 200' refuses 'an HTML page' "$row" \
    -url "$HTTP/html"
try 'net/nothing in the answer' refuses 'empty, expected' "$row" \
    -url "$HTTP/file/empty"
try 'net/another certificate' refuses "$(sha1 other.cer), the catalogue has \
$(sha1 cross.cer)" "$row" -url "$HTTP/file/other.cer"
try 'net/a byte changed' refuses "$(sha1 forged.cer), the catalogue has" \
    "$row" -url "$HTTP/file/forged.cer"
try 'net/an empty zip' refuses 'the zip is empty' "$row" \
    -url "$HTTP/file/empty.zip"
try 'net/a zip without a certificate' refuses 'no certificate' "$row" \
    -url "$HTTP/file/useless.zip"
try 'net/no such server' refuses 'cannot resolve' "$row" \
    -url http://nowhere.invalid/x
try 'net/nothing listens' refuses 'crosscert: http://localhost:1/' "$row" \
    -url http://localhost:1/ -timeout 2 -retries 0
cas=root.pem
try 'net/a server that no CA knows' refuses 'certificate is not trusted' "$row" \
    -url "$HTTPS/file/cross.cer"
cas=
system_cas()
{
	rm -rf home machine
	crosscert fetch -catalog catalogue "$row" -url "$HTTPS/file/cross.cer" \
	    >out 2>err && return 1
	grep -q 'certificate is not trusted' err && nothing_stored
}
try 'net/the CAs of the system do not know it' system_cas
try 'net/a server of another name' refuses 'certificate is not trusted' "$row" \
    -url "$MISNAMED/file/cross.cer"

# ---- again and again ----

requests()
{
	grep -c -x -- "$1" log
}

# tried N PATH: that many requests, not more.
tried()
{
	[ "$(requests "$2")" = "$1" ] || { requests "$2"; return 1; }
}

try 'net/503, then 200' gets "$row" -url "$HTTP/busy/1/cross.cer"
try 'net/503, then 200: two requests' tried 2 /busy/1/cross.cer
try 'net/503 for too long' refuses 'HTTP status 503' "$row" \
    -url "$HTTP/busy/9/cross.cer"
try 'net/503 for too long: three requests' tried 3 /busy/9/cross.cer
try 'net/no retries' refuses 'HTTP status 503' "$row" \
    -url "$HTTP/busy/8/cross.cer" -retries 0
try 'net/no retries: one request' tried 1 /busy/8/cross.cer
try 'net/404 is not tried again' tried 1 /file/nothing
try 'net/half an answer' refuses 'before the answer was complete' "$row" \
    -url "$HTTP/half/cross.cer" -retries 1
try 'net/half an answer: two requests' tried 2 /half/cross.cer
try 'net/closed without an answer' refuses 'without an answer' "$row" \
    -url "$HTTP/close" -retries 1

# ---- bounds ----

in_time()
{
	refuses "$@" && { [ $took -le 4 ] || tell 'too long'; }
}

# Under a bound of memory that a body without end would break.
in_memory()
{
	(ulimit -v 400000; refuses "$@")
}

try 'net/a slow body ends in time' in_time 'timed out' "$row" \
    -url "$HTTP/slow/cross.cer" -timeout 2
try 'net/no progress in a file' [ "$(tr -dc '\r\n\033' <err | od -An -c |
    tr -d ' ')" = '\n' ]
try 'net/no answer ends in time' in_time 'timed out' "$row" \
    -url "$HTTP/silent" -timeout 2
try 'net/a body that never ends' in_memory 'more than the limit of 1048576' \
    "$row" -url "$HTTP/endless"
try 'net/a zip bomb' in_memory 'unpacks to more than 1048576' "$row" \
    -url "$HTTP/file/bomb.zip"
# libcurl waited for its resolver, whatever the time allowed.
echo nameserver 127.0.0.1 >resolv.conf
curl_version()
{
	sed -n 's/.*define LIBCURL_VERSION "\(.*\)"/\1/p' \
	    $(find /usr/include -path '*curl/curlver.h')
}
silent_names()
{
	unshare -Urmn sh -c 'mount --bind resolv.conf /etc/resolv.conf &&
	    exec "$@"' sh "$BUILD/tests/server" -names "$@"
}
no_names()
{
	local start=$SECONDS

	silent_names crosscert fetch -catalog catalogue "$row" \
	    -url http://some.example/x -timeout 2 >out 2>err
	rc=$?
	took=$((SECONDS - start))
	[ $rc -eq 1 ] && grep -q 'timed out' err && [ $took -le 4 ] ||
	    tell 'silent names'
}
if ! silent_names true 2>/dev/null; then
	skip 'net/a silent name server' 'no network of one'"'"'s own to be had'
elif ! printf '%s\n' 7.87 "$(curl_version)" | sort -CV; then
	skip 'net/a silent name server' 'libcurl before 7.87 waits for it'
else
	try 'net/a silent name server ends in time' no_names
fi
size=$(stat -c %s cross.cer)
try 'net/the limit itself' gets "$row" -url "$HTTP/file/cross.cer" \
    -limit download="$size"
try 'net/a byte more than the limit' refuses "limit of $((size - 1))" "$row" \
    -url "$HTTP/file/cross.cer" -limit download=$((size - 1))

# ---- what is not read, and what is shown ----

# A configuration that would make every connection fail.
printf '%s\n' 'openssl_conf = a' '[a]' 'ssl_conf = b' '[b]' \
    'system_default = c' '[c]' 'CipherString = NULL' 'Ciphersuites =' \
    'MinProtocol = TLSv1.3' >openssl.cnf
unconfigured()
{
	OPENSSL_CONF=$SCRATCH/openssl.cnf gets "$row" \
	    -url "$HTTPS/file/cross.cer" || return 1
	# It does make openssl fail.
	! OPENSSL_CONF=$SCRATCH/openssl.cnf openssl s_client -brief \
	    -connect "localhost:$https" </dev/null
}
try 'net/no configuration of OpenSSL is read' unconfigured

progress()
{
	rm -rf home
	script -qec "crosscert fetch -catalog catalogue '$row' \
	    -url $HTTP/slow/cross.cer -timeout 3" shown </dev/null >/dev/null
	grep -q 'bytes, attempt 1, 2 s' shown || { cat shown; return 1; }
}
if [ -n "${SPCKIT_NO_TERMINALS:-}" ]; then
	skip 'net/progress on a terminal' 'this machine has no terminals to open'
else
	try 'net/progress on a terminal' progress
fi

# ---- proxies ----

try 'net/-proxy' gets "$row" -url http://nowhere.invalid/file/cross.cer \
    -proxy "$HTTP"
by_source()
{
	PROXY=$HTTP gets "$row" -url http://nowhere.invalid/file/cross.cer \
	    -proxy env:PROXY
}
try 'net/-proxy env:NAME' by_source
by_environment()
{
	http_proxy=$HTTP gets "$row" -url http://nowhere.invalid/file/cross.cer
}
try 'net/a proxy of the environment' by_environment
without()
{
	http_proxy=http://localhost:1 gets "$row" \
	    -url "$HTTP/file/cross.cer" -proxy none
}
try 'net/-proxy none' without
by_no_proxy()
{
	http_proxy=http://localhost:1 no_proxy=localhost gets "$row" \
	    -url "$HTTP/file/cross.cer"
}
try 'net/no_proxy' by_no_proxy

# ---- what is kept ----

twice()
{
	gets "$row" && n=$(wc -l <log) &&
	    crosscert fetch -catalog catalogue "$row" >out 2>err &&
	    grep -q ': present, in' out && [ "$(wc -l <log)" = "$n" ] ||
	    tell twice
}
try 'net/what is held is not fetched again' twice

to_a_folder()
{
	mkdir -p folder && gets "$row" -o folder &&
	    cmp 'folder/Test Root.cer' cross.cer &&
	    ! crosscert fetch -catalog catalogue "$row" -o folder 2>err &&
	    grep -q exists err &&
	    crosscert fetch -catalog catalogue "$row" -o folder -f
}
try 'net/-o writes a file as well, and replaces none' to_a_folder

by_selection()
{
	rm -rf home machine
	certimport -user -addstore My leaf.cer &&
	    certimport -user -addstore CA ca.cer &&
	    certimport -user -addstore Root root.cer || return 1
	crosscert find -catalog catalogue -n publisher >out || return 1
	grep -q 'it was issued for this root\.' out &&
	    grep -q 'It is not held' out || return 1
	crosscert fetch -catalog catalogue -n publisher && held || return 1
	crosscert find -catalog catalogue -n publisher |
	    grep -q 'It is held, in the user' &&
	    crosscert find -catalog catalogue -json -n publisher |
	    grep -q '"match": "sha1"'
}
try 'net/find and fetch by a selection' by_selection

by_file()
{
	crosscert find -catalog catalogue -json -spc leaf.cer -cert ca.cer \
	    -cert root.cer | grep -q '"match": "sha1"'
}
try 'net/find by files' by_file

# Without the root only its name is known.
by_name()
{
	rm -rf home machine
	crosscert find -catalog catalogue -cert leaf.cer -cert ca.cer >out ||
	    return 1
	grep -q probable out || tell by_name
}
try 'net/a root that is not there is probable' by_name

all_of_them()
{
	catalogue >two
	printf 'Gone\t%040d\t2049-12-31\t%s\n' 1 "$HTTP/file/nothing" >>two
	# Microsoft's own rows would be asked for, too: no name is known here.
	rm -rf home machine
	crosscert fetch -catalog two "$row" Gone -json >out 2>err
	rc=$?
	[ $rc -eq 2 ] && held && grep -q '"state": "failed"' out &&
	    grep -q '"state": "added"' out || tell two
}
try 'net/one that fails stops no other one: exit 2' all_of_them

# ---- files instead of the network ----

adds()
{
	rm -rf home machine
	crosscert add -catalog catalogue "$1" >out 2>err && held || tell "$1"
}
for f in cross.cer cross.pem cross.b64 cross.zip dots.zip; do
	try "net/add $f" adds "$f"
done

adds_not()
{
	rm -rf home machine
	crosscert add -catalog catalogue "${@:2}" >out 2>err
	rc=$?
	[ $rc -eq 1 ] && grep -qF -- "$1" err && nothing_stored || tell "$*"
}
try 'net/add refuses what is not a row' adds_not 'not in the catalogue' ca.cer
try 'net/add refuses a byte changed' adds_not 'not in the catalogue' forged.cer
try 'net/add refuses a root' adds_not 'is a root' root.cer -f
try 'net/add: all files or none' adds_not 'not in the catalogue' cross.cer \
    ca.cer

marked()
{
	rm -rf home machine
	crosscert add -f ca.cer | grep -q 'not in the catalogue' &&
	    storectl list -s CA -json |
	    grep -q '"friendlyName":"not in the catalogue'
}
try 'net/add -f marks what no row knows' marked

# The row's issuer, and the root where it is at hand.
another_issuer()
{
	sed 's/\t[^\t]*$/\tSomebody Else/' catalogue >wrong
	rm -rf home machine
	crosscert add -catalog wrong cross.cer 2>err
	[ $? -eq 1 ] && nothing_stored && grep -q 'its issuer is "Test Code' err
}
try 'net/the issuer has to be the row'"'"'s' another_issuer
try 'net/-root has to be the root' adds_not 'not Microsoft Code' \
    cross.cer -root kernel.cer
