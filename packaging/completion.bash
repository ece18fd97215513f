# Completion of triptych and triptych-cli in bash. Commands, options and their values are read from what the programs say
# of themselves by --help, so that it cannot fall behind them; whatever else is wanted is a file, which bash completes.

# The commands in a help text on standard input.
_triptych_commands() { sed -nE '/^(Subc|C)ommands:/,/^$/ s/^  ([a-z][a-z0-9-]*) .*/\1/p'; }

# The options in a help text on standard input.
_triptych_options() { sed -nE 's/^  (-[a-z], ?)?(--[a-z][a-z0-9-]*).*/\2/p'; }

# The values of an option in a help text on standard input: "--beats :{detected,reference}" of the terminal's program,
# "--theme <name>  "light", "dark" or "auto"." of the window.
_triptych_values() {
    local line
    line="$(grep -E -m 1 -- "^  (-[a-z], ?)?$1 ")"
    case "$line" in
        *:{*}*)
            line="${line#*:\{}"
            printf '%s\n' "${line%%\}*}" | tr ',' '\n'
            ;;
        *'>  '*) grep -oE '"[a-z-]+"' <<<"$line" | tr -d '"' ;;
    esac
}

_triptych() {
    local program="${1/#\~\//$HOME/}" word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD - 1]}"
    # bash takes "--beats=det" for three words.
    if [ "$word" = "=" ]; then
        word=""
    elif [ "$before" = "=" ]; then
        before="${COMP_WORDS[COMP_CWORD - 2]}"
    fi
    COMPREPLY=()
    local help commands i called=()
    help="$("$program" --help 2>/dev/null)" || return 0
    commands="$(_triptych_commands <<<"$help")"
    for ((i = 1; i < COMP_CWORD; ++i)); do
        grep -qxF -- "${COMP_WORDS[i]}" <<<"$commands" || continue
        called+=("${COMP_WORDS[i]}")
        help="$("$program" "${called[@]}" --help 2>/dev/null)" || return 0
        commands="$(_triptych_commands <<<"$help")"
    done

    local choices=""
    case "$before" in
        --model) choices="$("${program%-cli}-cli" models --csv 2>/dev/null | sed -e 1d -e 's/,.*//')" ;;
        --*) choices="$(_triptych_values "$before" <<<"$help")" ;;
    esac
    if [ -z "$choices" ]; then
        case "$word" in
            -*) choices="$(_triptych_options <<<"$help")" ;;
            *) choices="$commands" ;;
        esac
    fi
    mapfile -t COMPREPLY < <(compgen -W "$choices" -- "$word")
}

complete -o default -F _triptych triptych triptych-cli
