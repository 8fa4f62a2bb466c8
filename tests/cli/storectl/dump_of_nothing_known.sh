: >empty
storectl dump empty
echo 'just a text' >text
storectl dump text
head -c 300 /dev/zero >zeros
storectl dump zeros
storectl dump .
storectl dump nowhere
