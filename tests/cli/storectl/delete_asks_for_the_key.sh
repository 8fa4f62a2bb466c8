# On a terminal -delkey asks; -f and whatever is no terminal do not.
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
import() { certimport -user -p spckit -importPFX ../pki/aes.pfx >/dev/null 2>&1; }
at_terminal()
{
	typing "$@"
	ls home/Keys | wc -l
}
import
at_terminal 'storectl delete -n publisher -delkey' maybe ''
at_terminal 'storectl delete -n publisher -delkey' no
at_terminal 'storectl delete -n publisher -delkey' yes
import
at_terminal 'storectl delete -n publisher -delkey -f'
import
at_terminal 'storectl delete -n publisher -delkey </dev/null'
# No key is removed: nothing is asked.
import
at_terminal 'storectl delete -n publisher'
certimport -user -addstore My ../pki/leaf.cer >/dev/null 2>&1
storectl delete -n publisher -delkey
ls home/Keys | wc -l
