# A root may have any name: that it has one of the catalogue's makes it probable
# and no more, and of a root that has the catalogue's key nothing else fits.
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
root()
{
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
	    -keyout key -subj "/CN=$1" -days 9000 -out "$2" 2>/dev/null
}
root 'UTN-USERFirst-Object' utn.pem
root 'GlobalSign Root CA' gs.pem
crosscert find -cert utn.pem | sed 1,2d
# GlobalSign's key is known, and this is another one.
crosscert find -cert gs.pem | sed 1,2d
crosscert find -cert utn.pem -json | jq -c '.[] | [.ca, .match]'
