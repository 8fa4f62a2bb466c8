# page.sh - the commands of Microsoft's release-signing page, in their order and
# through Windows' names, as make install puts them into lib/spckit/windows.
# Files and host are ours; page.out is what the page shows, with our names.

page_files()
{
	rm -rf page && mkdir page &&
	make -s -C "$TOP" install DEPS=no BUILD="$BUILD" PREFIX=/usr \
	    DESTDIR="$SCRATCH/page/root" || return 1
	openssl rsa -in "$PKI/leaf.key" -outform PVK -pvk-strong \
	    -passout pass:pvkpassword -provider legacy -provider default \
	    -out page/abc.pvk 2>/dev/null &&
	cp "$PKI/leaf-first.spc" page/abc.spc &&
	cp "$PKI/leaf.cer" page/abc.cer &&
	cp "$FIXTURES/signed/cross.cer" page/MSCV-Test.cer &&
	cp "$FIXTURES/signed/kernel.cer" page/kernel.cer &&
	"$here/tiny-pe.sh" page/toaster.sys &&
	printf '[Version]\r\nCatalogFile = tstamd64.cat\r\n' \
	    >page/toastpkg.inf &&
	"$here/make-cat.pl" page/tstamd64.cat page/toaster.sys \
	    page/toastpkg.inf
}

# A line as it is typed, and what comes.
typed()
{
	echo "> $*"
	"$@" 2>&1 </dev/null
	[ $? -eq 0 ] || echo "exit status not 0"
}

# Of Microsoft's own root there is no key: $K names the one that stands for it.
page_commands()
{
	K='/kernel-root kernel.cer'
	typed Pvk2Pfx -pvk abc.pvk -pi pvkpassword -spc abc.spc -pfx abc.pfx \
	    -po pfxpassword -f
	typed Pvk2Pfx -pvk abc.pvk -pi pvkpassword -spc abc.cer -pfx cer.pfx \
	    -po pfxpassword -f
	typed certutil -user -p pfxpassword -importPFX abc.pfx
	typed certutil -user -store My
	typed signtool sign /v /ac MSCV-Test.cer /s My \
	    /n "spckit test publisher" /t "$url" tstamd64.cat
	typed signtool sign /v /ac MSCV-Test.cer /s My \
	    /n "spckit test publisher" /t "$url" toaster.sys
	# shellcheck disable=SC2086	# an option and its value
	for line in "/kp /v $K /c tstamd64.cat toastpkg.inf" \
	    "/kp /v $K /c tstamd64.cat toaster.sys" \
	    "/kp /v $K toaster.sys" "/pa /v /c tstamd64.cat toaster.sys" \
	    '/pa toaster.sys' '/kp toaster.sys'; do
		typed signtool verify $line
	done
	typed signtool sign /v /n “spckit test publisher ” toaster.sys
}

page_typed()
{
	stamper=$FIXTURES/signed/stamper
	rm -f page.port
	perl "$here/tsa.pl" "$stamper.pem" "$stamper.key" page.port &
	tsa=$!
	while [ ! -s page.port ]; do sleep 0.05; done
	url=http://127.0.0.1:$(cat page.port)/authenticode
	(
		cd page || exit
		PATH=$SCRATCH/page/root/usr/lib/spckit/windows:$PATH
		export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
		page_commands
	) | sed -e 's/^\(The signature is timestamped: \).*/\1TIME/' \
	    -e "s|$url|URL|" >page.got
	kill $tsa
	diff -u --label page.out --label 'what came' "$here/page.out" page.got
}

# Through the root, and through the cross-certificate alone.
page_agrees()
{
	openssl x509 -inform DER -in page/kernel.cer -out page/kernel.pem &&
	for ca in "$PKI/root.pem" page/kernel.pem; do
		for f in page/toaster.sys page/tstamd64.cat; do
			osslsigncode verify $IGNORE_CDP -CAfile "$ca" \
			    -TSA-CAfile "$PKI/root.pem" -in "$f" |
			    tee verdict
			grep -q '^Signature verification: ok' verdict ||
			    return 1
		done
	done
}

type_the_page()
{
	if ! have osslsigncode; then
		skip "interop/the release-signing page" \
		    'osslsigncode is not installed'
	elif ! perl -MIO::Socket::INET -MMIME::Base64 -MDigest::SHA -e 1 2>/dev/null; then
		skip "interop/the release-signing page" \
		    'perl is not all there'
	else
		try "interop/the page's files" page_files
		try "interop/the release-signing page's commands" page_typed
		try 'interop/osslsigncode agrees with the page' page_agrees
	fi
}
