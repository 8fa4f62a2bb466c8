# Wide, combining, hostile and over-long names.
export SPCKIT_HOME=$PWD/home
make() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
	    -keyout key -utf8 -subj "$1" -days 9500 -out cert.pem 2>/dev/null
	certimport -user -addstore My cert.pem >/dev/null 2>&1
}
printf 'spckit\033[31m\nred \342\200\256txet' >hostile
make "/CN=証明書テスト"
make "/CN=$(printf 'combining e\314\201 accent')"
make "/CN=$(cat hostile)"
make "/O=An organisation"
make "/CN=$(printf '%064d' 0)"
rows() { storectl list | sed 's/([0-9]* days)/(N days)/; s/20[0-9-]*/DATE/;
    s/[0-9a-f]\{40\}$/HASH/' | sort; }
rows
storectl list | grep -c "$(printf '\033')"
# The same under another locale.
rows >one; LC_ALL=C rows | LC_ALL=C.UTF-8 sort | diff one - && echo same
