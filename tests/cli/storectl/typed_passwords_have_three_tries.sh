# A password that is typed may be typed again, wherever one is asked for; one that
# comes from elsewhere is wrong at once.
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
echo 'a passphrase' >phrase
typing 'certimport -user ../pki/aes.pfx' wrong again spckit 2>&1 | head -6
typing 'certimport -user -f -p-from prompt ../pki/aes.pfx' 1 2 3
typing 'certimport -user -f ../pki/aes.pfx Protect >/dev/null 2>&1' spckit '' '' \
    one two 'a passphrase' 'a passphrase'
typing 'storectl dump ../pki/aes.pfx | tail -1' 1 2 spckit
typing 'storectl dump ../pki/aes.pfx' 1 2 3
typing 'storectl dump -p-from prompt ../pki/leaf-strong.pvk | tail -1' 1 spckit
typing 'storectl -dump ../pki/aes.pfx | tail -1' 1 spckit
typing 'storectl export -in ../pki/leaf-strong.pvk -as pvk -po x -out o.pvk' 1 \
    spckit
typing 'storectl export -n publisher -as pvk -po x -out p.pvk' 1 'a passphrase'
typing 'storectl export -n publisher -as pvk -po x -out q.pvk -kp-from prompt' \
    1 2 'a passphrase'
typing 'storectl export -n publisher -as pvk -po x -out r.pvk' 1 2 3 |
    sed 's|/[^:]*/|.../|; s| (the .*||'
typing 'storectl export -n publisher -as pvk -po x -out r.pvk -kp-from file:list' |
    sed 's|/[^:]*/|.../|; s| (the .*||'
typing 'storectl dump -p wrong ../pki/aes.pfx'
typing 'pvk2pfx -pvk ../pki/leaf-strong.pvk -spc ../pki/leaf.cer -pfx a.pfx' 1 2 \
    spckit
typing 'pvk2pfx -pvk ../pki/leaf-strong.pvk -pi-from prompt -spc ../pki/leaf.cer \
    -pfx b.pfx' 1 2 3
ls
