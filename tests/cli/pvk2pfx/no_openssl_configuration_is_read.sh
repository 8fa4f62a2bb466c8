cat >evil.cnf <<'CNF'
openssl_conf = x
[x]
providers = p
[p]
evil = e
[e]
module = /nonexistent/evil.so
activate = 1
CNF
OPENSSL_CONF=$(pwd)/evil.cnf OPENSSL_MODULES=$(pwd) pvk2pfx \
    -pvk ../pki/leaf-strong.pvk -pi spckit -spc ../pki/leaf.cer -pfx out.pfx \
    -iter 1
