# Colours and widths only where somebody looks.
command -v script >/dev/null || { echo 'SKIP: script is not installed'; exit; }
export SPCKIT_HOME=$PWD/home TERM=xterm
certimport -user -addstore My ../pki/expired.cer >/dev/null 2>&1
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout k \
    -subj /CN=soon -days 20 -out soon.pem 2>/dev/null
certimport -user -addstore My soon.pem >/dev/null 2>&1
on() { script -qec "stty cols $1; storectl list" /dev/null </dev/null |
    tr -d '\r' | sed 's/[0-9a-f]\{40\}/HASH/; s/ [0-9a-f]\{10\}$/ SHORT/; s/20[0-9-]* (/DATE (/; s/([0-9]* days)/(NN days)/' |
    sed 's/\x1b/ESC/g' | sort; }
on 200
echo; on 90
echo; NO_COLOR=1 on 200
echo; TERM=dumb on 200
echo; storectl list | grep -c "$(printf '\033')"
