export SPCKIT_HOME=$PWD/home
certimport -user -addstore My ../pki/ec.cer >/dev/null 2>&1
my=home/SystemCertificates/My/Certificates
echo x >$my/desktop.ini
storectl list | wc -l
echo damaged >$my/0123456789ABCDEF0123456789ABCDEF01234567
ln -s /etc/passwd $my/1123456789ABCDEF0123456789ABCDEF01234567
mkfifo $my/2123456789ABCDEF0123456789ABCDEF01234567
storectl list | wc -l
storectl list -json | jq length
# What nobody can parse is there, and can be seen.
printf 'no certificate' >odd; h=$(sha1sum odd | cut -d' ' -f1 | tr a-f A-F)
{ printf '\040\0\0\0\001\0\0\0\016\0\0\0'; cat odd; } >$my/$h
rm $my/desktop.ini $my/[012]123456789*
storectl list | sed 's/  .*//'
storectl list -sha1 $h -v
