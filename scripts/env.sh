# Set up what `uv run` needs, and put uv on PATH:    source scripts/env.sh
#
# For bash, from any folder, as often as you like: once all is in place it takes milliseconds and touches nothing.
# The first time it
#   1. installs uv into .tools/, if there is none on PATH,
#   2. makes .venv,
#   3. writes a uv.toml for this machine, if pip is told of package folders (find-links) or of an index of its own,
#   4. chooses torch: without an NVIDIA driver the CPU wheel in those folders, with one for CUDA 12 the last release
#      built for that, else the newest,
#   5. installs everything (`uv sync`). uv.lock remembers the choice, so a bare `uv run ...` keeps it.
# To choose anew: rm -rf .venv uv.lock uv.toml
#
# Sourced, this file only looks whether the work is done, and runs itself to do it: your shell's options, variables and
# arguments stay as they are.

if [ -z "${BASH_VERSION:-}" ]; then
    echo "env: scripts/env.sh is for bash: start one (bash) and source it there" >&2
    return 1
fi

# Sets trm_root, puts a uv that was installed here on PATH, and succeeds if nothing is left to do.
trm_is_set_up() {
    trm_root=$(CDPATH='' cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd) || return 1
    if ! command -v uv >/dev/null && [ -x "$trm_root/.tools/uv/bin/uv" ]; then
        export PATH="$trm_root/.tools/uv/bin:$PATH"
    fi
    # The stamp names its folder: the scripts in a .venv hold absolute paths, so one that was moved is of no use.
    local stamp=$trm_root/.venv/set-up-for
    command -v uv >/dev/null && [ -x "$trm_root/.venv/bin/python" ] && [ -f "$trm_root/uv.lock" ] &&
        [ "$(cat "$stamp" 2>/dev/null)" = "$trm_root" ] && [ ! "$trm_root/pyproject.toml" -nt "$stamp" ]
}

if [ "${BASH_SOURCE[0]}" != "$0" ]; then
    trm_is_set_up || { bash "${BASH_SOURCE[0]}" && trm_is_set_up; } || {
        unset -v trm_root
        unset -f trm_is_set_up
        return 1
    }
    unset -v trm_root
    unset -f trm_is_set_up
    return 0
fi

# From here on: run, not sourced.
set -euo pipefail

fail() {
    echo "env: $*" >&2
    exit 1
}

install_uv() {
    local target=$trm_root/.tools/uv python='' name
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            python=$name
            break
        fi
    done
    [ -n "$python" ] || fail "needs Python 3.11 or newer, or uv; python3 here: $(python3 -V 2>&1 || true)"
    rm -rf "$target"
    PIP_USER=0 "$python" -m pip install -qq --disable-pip-version-check --target "$target" uv ||
        { "$python" -m venv --clear "$target" && "$target/bin/python" -m pip install -qq uv; } ||
        fail "pip could not install uv; install it by hand (https://docs.astral.sh/uv) and try again"
    export PATH="$target/bin:$PATH"
}

# pip_setting find-links: what pip is told by PIP_FIND_LINKS, or else by its configuration files.
pip_setting() {
    local variable
    variable=PIP_$(echo "$1" | tr 'a-z-' 'A-Z_')
    echo "${!variable:-$(python3 -m pip config get "global.$1" 2>/dev/null || true)}"
}

# The major version of the NVIDIA driver, or nothing.
nvidia_driver() {
    { nvidia-smi --query-gpu=driver_version --format=csv,noheader 2>/dev/null || true; } |
        sed -n '1s/^\([0-9][0-9]*\)\..*/\1/p'
}

# The version of the newest CPU wheel of torch in a folder that suits the Python in .venv, or nothing.
cpu_torch() {
    local tag
    tag=$(.venv/bin/python -c 'import sys; print("cp%d%d" % sys.version_info[:2])')
    find "$1" -maxdepth 1 -name "torch-*+cpu-$tag-*$(uname -m).whl" |
        sed 's/.*\/torch-\(.*\)+cpu-.*/\1/' | sort -V | tail -n 1
}

trm_is_set_up && exit 0
cd "$trm_root"
# Behind a proxy that signs with a certificate of its own, pip has been told of it, and uv needs it too.
cert=$(pip_setting cert)
if [ -z "${SSL_CERT_FILE:-}" ] && [ -f "$cert" ]; then export SSL_CERT_FILE=$cert; fi
command -v uv >/dev/null || install_uv

if ! [ -x .venv/bin/python ] || [ "$(cat .venv/set-up-for 2>/dev/null || echo "$trm_root")" != "$trm_root" ]; then
    rm -rf .venv
    uv venv --quiet .venv
fi

if ! [ -f uv.lock ]; then
    driver=$(nvidia_driver)
    torch=''
    links=''
    for link in $(pip_setting find-links); do
        folder=${link#file://}
        if [ -d "$folder" ]; then
            version=$(cpu_torch "$folder")
            if [ -n "$version" ] && [ -n "$driver" ]; then continue; fi # uv would prefer it to the same release for CUDA
            if [ -n "$version" ]; then torch="torch==$version"; fi
        elif [[ $link != http* ]]; then
            continue # uv stops at a folder that is missing
        fi
        links+="'$link', "
    done
    if [ -n "$driver" ] && [ "$driver" -lt 580 ]; then torch='torch<2.11'; fi # from 580 on, drivers run CUDA 13
    index=$(pip_setting index-url)

    if ! [ -f uv.toml ] && [ -n "$links$index" ]; then
        (
            umask 077 # the address of an index may hold a password
            {
                echo "# Written by scripts/env.sh for this machine: where pip looks for packages, uv looks too."
                if [ -n "$links" ]; then echo "find-links = [${links%, }]"; fi
                if [ -n "$index" ]; then printf '[[index]]\nurl = "%s"\ndefault = true\n' "$index"; fi
            } >uv.toml
        )
    fi
    echo "env: choosing ${torch:-the newest torch} (NVIDIA driver: ${driver:-none})"
    if [ -z "$driver$torch" ] && [ "$(uname)" = Linux ]; then
        echo "env: the newest torch for Linux brings CUDA along, about 3 GB to download; to do without, put a CPU wheel of torch"
        echo "env: into a folder, name it in PIP_FIND_LINKS, and start again"
    fi
    uv lock ${torch:+--upgrade-package "$torch"} ||
        fail "uv found no set of versions, for the reason above; if it looked in the wrong place, rm uv.toml and try again"
fi

# The cache often has all that a set-up of before, or of another checkout, left to do; then the network is not asked.
# --inexact keeps what you added, such as `uv sync --extra hub`.
uv sync --inexact --offline --quiet 2>/dev/null || uv sync --inexact ||
    fail "uv could not install; if this machine changed: rm -rf .venv uv.lock uv.toml, and try again"
echo "$trm_root" >.venv/set-up-for
if [ "$(command -v uv)" = "$trm_root/.tools/uv/bin/uv" ]; then
    echo "env: uv is in .tools/uv; \`source scripts/env.sh\` puts it on the PATH of your shell, then \`uv run ...\` works"
fi
