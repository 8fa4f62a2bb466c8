# paths.sh - NIST's Public Key Interoperability Test Suite, and signatures that
# were made to be taken for good ones, where they lie beside the corpus

PKITS=${PKITS:-$CORPUS/../pkits}
ATTACKS=${ATTACKS:-$CORPUS/../attacks}

# ---- PKITS ----

# Everything known, the trust anchor alone trusted.
prepare_pkits()
{
	local f

	for f in "$PKITS"/certs/*; do
		case $f in
		*/TrustAnchorRootCertificate.*)
			"$BIN/certimport" -user -addstore Root "$f" || return 1 ;;
		*)	openssl x509 -inform DER -in "$f" ||
			    openssl x509 -in "$f" ;;
		esac >>known.pem 2>>err
	done
	sed -n '/^-----BEGIN/,/^-----END/p' known.pem >known || return 1
	mv known known.pem
	"$BIN/certimport" -user -addstore CA known.pem >/dev/null 2>>err
}

# pkits WANT FILE [OPTION...]: WANT is true or false
pkits()
{
	local want=$1 file=$2 found

	shift 2
	found=$(timeout 30 "$BIN/storectl" chain -in "$file" \
	    -at 2005-06-01T00:00:00Z -crl "$PKITS/crls" "$@" -json 2>>err |
	    jq -r .valid)
	[ "$found" = "$want" ] || bad "${file##*/} $*: $found"
}

# By the first words of their names.
named_cases()
{
	local f

	for f in "$PKITS"/certs/Valid* "$PKITS"/certs/Invalid*; do
		case ${f##*/} in
		Valid*)	pkits true "$f" ;;
		*)	pkits false "$f" ;;
		esac
		n=$((n + 1))
	done
}

# Section 4.8 (and what has no verdict in its name), with the initial policies that each test wants: x is
# initial-explicit-policy, the numbers are those of NIST's test policies.
policy_cases()
{
	local section name explicit policies want p options

	while read -r section name explicit policies want; do
		options=()
		[ "$explicit" = x ] && options+=(-explicit-policy)
		for p in ${policies//,/ }; do
			[ "$p" = any ] && p=2.5.29.32.0 ||
			    p=2.16.840.1.101.3.2.1.48.$p
			options+=(-policy $p)
		done
		pkits $want "$(echo "$PKITS/certs/$name"EE.*)" "${options[@]}"
		n=$((n + 1))
	done <<-CASES
	4.8.1.1  ValidCertificatePathTest1          x any true
	4.8.1.2  ValidCertificatePathTest1          x 1   true
	4.8.1.3  ValidCertificatePathTest1          x 2   false
	4.8.1.4  ValidCertificatePathTest1          x 1,2 true
	4.8.2.1  AllCertificatesNoPoliciesTest2     - any true
	4.8.2.2  AllCertificatesNoPoliciesTest2     x any false
	4.8.3.1  DifferentPoliciesTest3             - any true
	4.8.3.2  DifferentPoliciesTest3             x any false
	4.8.3.3  DifferentPoliciesTest3             x 1,2 false
	4.8.4    DifferentPoliciesTest4             - any false
	4.8.5    DifferentPoliciesTest5             - any false
	4.8.6.1  OverlappingPoliciesTest6           - any true
	4.8.6.2  OverlappingPoliciesTest6           - 1   true
	4.8.6.3  OverlappingPoliciesTest6           - 2   false
	4.8.7    DifferentPoliciesTest7             - any false
	4.8.8    DifferentPoliciesTest8             - any false
	4.8.9    DifferentPoliciesTest9             - any false
	4.8.10.1 AllCertificatesSamePoliciesTest10  - any true
	4.8.10.2 AllCertificatesSamePoliciesTest10  - 1   true
	4.8.10.3 AllCertificatesSamePoliciesTest10  - 2   true
	4.8.11.1 AllCertificatesanyPolicyTest11     - any true
	4.8.11.2 AllCertificatesanyPolicyTest11     - 1   true
	4.8.12   DifferentPoliciesTest12            - any false
	4.8.13.1 AllCertificatesSamePoliciesTest13  - 1   true
	4.8.13.2 AllCertificatesSamePoliciesTest13  - 2   true
	4.8.13.3 AllCertificatesSamePoliciesTest13  - 3   true
	4.8.14.1 AnyPolicyTest14                    - 1   true
	4.8.14.2 AnyPolicyTest14                    - 2   false
	4.8.15   UserNoticeQualifierTest15          x any true
	4.8.16   UserNoticeQualifierTest16          x any true
	4.8.17   UserNoticeQualifierTest17          x any true
	4.8.18.1 UserNoticeQualifierTest18          - 1   true
	4.8.18.2 UserNoticeQualifierTest18          - 2   true
	4.8.19   UserNoticeQualifierTest19          - any true
	4.8.20   CPSPointerQualifierTest20          x 1   true
	4.12.3.1 inhibitAnyPolicyTest3              - any true
	CASES
}

# all NAME FUNCTION: one result for all its cases
all()
{
	: >why; : >err
	n=0
	"$2"
	if [ -s why ] || [ $n -eq 0 ]; then
		not_ok "corpus/$1, $n cases" why err
	else
		ok "corpus/$1, $n cases"
	fi
}

# ---- attacks ----

# verdict WANT FILE [OPTION...]
verdict()
{
	local want=$1 file=$2 found

	shift 2
	timeout 30 "$BIN/storectl" verify -json -pa "$@" "$ATTACKS/$file" \
	    >out 2>>err
	case $? in
	0)	found=accept ;;
	1)	found=refuse ;;
	*)	found="exit status $?" ;;
	esac
	[ "$found" = "$want" ] || bad "$file $*: $found"
	n=$((n + 1))
}

expected_verdicts()
{
	local file want

	while read -r file want; do
		verdict "$want" "$file"
	done <"$ATTACKS/EXPECT.tsv"
}

name_is()
{
	jq -e --arg name "$1" '.files[0].error.name == $name' out >/dev/null ||
	    bad "expected $1, got $(jq -c '.files[0].error' out)"
}

disallowed_verdicts()
{
	local file

	"$BIN/certimport" -user -addstore Disallowed "$ATTACKS/ca.cer" \
	    >/dev/null 2>>err
	for file in good.exe x_reenc_CA.exe $(cd "$ATTACKS" && ls x_mall_*.exe); do
		verdict refuse "$file"
		name_is TRUST_E_EXPLICIT_DISTRUST
	done
}

# A list for another key, with a critical extension that nobody knows, and one
# for CAs alone say nothing about the signer.
useless_lists()
{
	local list

	for list in wrongkey crit onlyca; do
		verdict refuse good.exe -crl "$ATTACKS/rev_$list.crl"
		name_is CERT_E_REVOCATION_FAILURE
		jq -e '.files[0].signatures[0].chain.revocation == "unknown"' \
		    out >/dev/null || bad "$list: not unknown"
	done
}

# in_store NAME FUNCTION...
in_store()
(
	export SPCKIT_HOME=$PWD/$1 SPCKIT_MACHINE_HOME=$PWD/nothing
	shift
	"$@"
)

all_pkits()
{
	: >err
	prepare_pkits || { not_ok corpus/pkits err; return; }
	all 'PKITS, by their names' named_cases
	all 'PKITS, section 4.8' policy_cases
}

all_attacks()
{
	"$BIN/certimport" -user -addstore Root "$ATTACKS/root.cer" \
	    >/dev/null 2>&1
	all 'attacks: EXPECT.tsv' expected_verdicts
	all 'attacks: lists that are of no use' useless_lists
	all 'attacks: disallowed, in any encoding' disallowed_verdicts
}

if [ -d "$PKITS/certs" ]; then
	in_store pkits all_pkits
else
	skip corpus/pkits "there is no test suite at $PKITS"
fi
if [ -f "$ATTACKS/EXPECT.tsv" ]; then
	in_store attacks all_attacks
else
	skip corpus/attacks "there is nothing at $ATTACKS"
fi
