# completion.bash - bash completes the command lines of spckit's programs
#
# Installed as share/bash-completion/completions/NAME for each of them; where
# bash-completion is not installed, source it from ~/.bashrc.
#
# The program itself says what there is: NAME [VERB] --options prints a line for
# each option with the name of its value and the words allowed, NAME --verbs the
# verbs. No option is named here.

# The word to complete, and those before it without the program. Bash breaks
# words at : and =, which are part of ours (env:NAME, key-file=N).
_spckit_words()
{
	local i w joined=

	words=()
	for ((i = 1; i <= COMP_CWORD; i++)); do
		w=${COMP_WORDS[i]}
		if [[ $joined || ( $w && $w != *[!:=]* ) ]] &&
		    ((${#words[@]} > 0)); then
			words[-1]+=$w
		else
			words+=("$w")
		fi
		joined=
		[[ $w && $w != *[!:=]* ]] && joined=1
	done
	cur=${words[-1]}
	unset 'words[-1]'
}

# _spckit_offer WORD...: those that begin with `cur`, in any letter case.
_spckit_offer()
{
	local w

	for w; do
		[[ ${w,,} == "${cur,,}"* ]] && COMPREPLY+=("$w")
	done
}

# _spckit_files [-d] [PREFIX]: files (directories) after a prefix of `cur`.
_spckit_files()
{
	local kind=-f f

	if [[ ${1-} == -d ]]; then
		kind=-d
		shift
	fi
	while IFS= read -r f; do
		COMPREPLY+=("${1-}$f")
	done < <(compgen "$kind" -- "${cur#"${1-}"}")
	compopt -o filenames 2>/dev/null
}

_spckit_stores()
{
	local storectl=storectl s

	[[ $program == */* ]] && storectl=${program%/*}/storectl
	while read -r s; do
		_spckit_offer "$s"
	done < <("$storectl" -user -enumstore 2>/dev/null |
	    sed -n 's/^  \([^ ]*\)  *".*/\1/p')
}

# Where a password comes from.
_spckit_source()
{
	case $cur in
	env:*)
		local v

		for v in $(compgen -e); do
			_spckit_offer "env:$v"
		done ;;
	file:*)	_spckit_files file: ;;
	*)
		_spckit_offer env: file: fd: stdin prompt
		compopt -o nospace 2>/dev/null ;;
	esac
}

# _spckit_value NAME WORDS: the value of an option, by its name in the usage.
_spckit_value()
{
	local allowed

	if [[ $2 ]]; then
		IFS='|' read -ra allowed <<<"$2"
		_spckit_offer "${allowed[@]}"
		[[ $2 == *= ]] && compopt -o nospace 2>/dev/null
		return
	fi
	case $1 in
	*FILE*|LIST|CATALOG)	_spckit_files ;;
	FOLDER)			_spckit_files -d ;;
	SOURCE)			_spckit_source ;;
	STORE)			_spckit_stores ;;
	DIGEST)			_spckit_offer sha256 sha384 sha512 sha1 ;;
	esac
}

# Reads the program's table: value[NAME] and allowed[NAME], names in lower case.
_spckit_table()
{
	local option what among

	while IFS=$'\t' read -r option what among; do
		names+=("$option")
		value[${option,,}]=$what
		allowed[${option,,}]=$among
	done < <("$program" "$@" --options 2>/dev/null)
}

# Takes the verb out of `words`: the first of them, or one of certutil's, which
# begin with a dash and may be anywhere. `crosscert` has verbs of its own.
_spckit_verb()
{
	local i w v

	for i in "${!words[@]}"; do
		w=${words[i],,}
		for v in ${verbs[@]+"${verbs[@]}"}; do
			[[ $i == 0 || $v == -* ]] || continue
			[[ ${w/#\//-} == "${v,,}" ]] || continue
			verb+=("$v")
			verbs=()
			unset "words[$i]"
			words=(${words[@]+"${words[@]}"})
			return
		done
	done
}

_spckit_operand()
{
	case ${verb[*]:-$name} in
	pvk2pfx|list|show|delete|run|pkcs11|-enumstore) ;;
	certimport|-*store|-*PFX)
		_spckit_stores
		_spckit_files ;;
	*)	_spckit_files ;;
	esac
}

# Options, with the dash or slash that was typed, and verbs.
_spckit_word()
{
	local n

	# certutil's verbs may follow options.
	if ((${#words[@]} == 0)) || [[ $cur == -* ]]; then
		_spckit_offer ${verbs[@]+"${verbs[@]}"}
	fi
	case $cur in
	-*)	_spckit_offer "${names[@]/#/-}" ;;
	/*)
		for n in "${names[@]}"; do
			[[ $n == -* ]] || _spckit_offer "/$n"
		done
		_spckit_files ;;
	*)	((${#verbs[@]} != 0)) || _spckit_operand ;;
	esac
}

# Bash replaces only what follows the last place where it breaks a word.
_spckit_trim()
{
	local before=${cur%"${cur##*[:=]}"}

	[[ $before && $COMP_WORDBREAKS == *"${before: -1}"* ]] || return 0
	COMPREPLY=("${COMPREPLY[@]#"$before"}")
}

_spckit()
{
	local program=${1/#\~/$HOME} name=${1##*/} cur last
	local -a words names=() verbs=() verb=()
	local -A value=() allowed=()

	COMPREPLY=()
	name=${name,,}
	_spckit_words
	if [[ " ${words[*]-} " == *' -- '* ]]; then
		# The rest is another program's line.
		_spckit_files
		return
	fi
	if [[ $name == storectl || $name == crosscert ]]; then
		mapfile -t verbs < <("$program" --verbs 2>/dev/null)
		_spckit_verb
	fi
	if [[ $name == storectl && ${verb[0]-} == crosscert ]]; then
		mapfile -t verbs < <("$program" crosscert --verbs 2>/dev/null)
		_spckit_verb
	fi
	_spckit_table ${verb[@]+"${verb[@]}"}

	last=
	((${#words[@]} == 0)) || last=${words[-1],,}
	if [[ $last == [-/]?* && ${value[${last:1}]-} ]]; then
		_spckit_value "${value[${last:1}]}" "${allowed[${last:1}]}"
	else
		_spckit_word
	fi
	_spckit_trim
}

complete -F _spckit pvk2pfx Pvk2Pfx certimport storectl crosscert
