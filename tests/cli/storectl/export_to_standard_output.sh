storectl export -as pem -in ../pki/combined.pem -out - >out.pem
echo $?
grep -c BEGIN out.pem
