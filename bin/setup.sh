# Read by the other scripts here: find Python, make .venv, install what requirements*.txt pin by hash.
# Sets $python. Usage: . bin/setup.sh; install requirements.txt

say() { printf '%s\n' "$*" >&2; }
stop() { say "$@"; exit 1; }

find_python() {
    for candidate in "${PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11; do
        [ -n "$candidate" ] || continue
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s' "$candidate"
            return
        fi
    done
    stop "Kith needs Python 3.11 or later. Install it, or name one: PYTHON=/path/to/python3 $0"
}

make_venv() {
    base=$(find_python) || exit 1
    "$base" -c 'import ensurepip, venv' 2>/dev/null ||
        stop "This Python has no venv. On Debian and Ubuntu: apt-get install python3-venv"
    say "Setting up Python packages in $venv (once)..."
    "$base" -m venv "$venv" || stop "Could not make $venv. If it is half made, remove it and try again."
}

# Installs one list unless it was installed already, unchanged.
install() {
    mark="$venv/.installed-$1"
    want=$(cksum "$1")
    [ -x "$python" ] || make_venv
    if [ "$(cat "$mark" 2>/dev/null)" != "$want" ]; then
        "$python" -m pip install --quiet --disable-pip-version-check --no-input \
            --require-hashes --only-binary :all: -r "$1" ||
            stop "The packages of $1 could not be installed; pip says why above."
        printf '%s' "$want" >"$mark"
    fi
}

venv=.venv
python=$venv/bin/python
