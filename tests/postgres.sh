#!/usr/bin/env bash
# Run a command against a PostgreSQL server of its own, made for it and thrown away after it:
#   tests/postgres.sh .venv/bin/pytest -n auto
# Needs the server's programs (Debian: apt install postgresql). It listens on a socket in a
# temporary folder and on no port.
set -euo pipefail

fail() { echo "tests/postgres.sh: $*" >&2; exit 1; }

(($#)) || fail "name the command to run"

# Debian keeps them out of PATH; elsewhere PATH may hold a link to one of them only.
starter=$(ls -v /usr/lib/postgresql/*/bin/pg_ctl 2>/dev/null | tail -n 1)
programs=$(dirname "$(readlink -f "${starter:-$(command -v pg_ctl || true)}")")
[[ -x $programs/initdb ]] || fail "no PostgreSQL server found (Debian: apt install postgresql)"

# The server refuses to run as root.
as_server=()
if ((EUID == 0)); then
    owner=postgres
    id "$owner" >/dev/null 2>&1 || owner=nobody
    as_server=(setpriv --reuid "$owner" --regid "$(id -g "$owner")" --clear-groups)
fi

folder=$(mktemp -d "${TMPDIR:-/tmp}/findspot-pg.XXXXXX")
stop() {
    (cd "$folder" && "${as_server[@]}" "$programs/pg_ctl" stop -D "$folder/data" -m immediate -s) || true
    rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT TERM
((EUID)) || chown "$owner" "$folder"

# What a power cut would spoil is thrown away anyway, so nothing waits for the disk.
# pg_ctl hands the options to a shell, so they stand on one line.
options="-c listen_addresses='' -c unix_socket_directories=$folder -c max_connections=200"
options+=" -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=128MB"
# The server's programs want a working directory they may read.
(
    cd "$folder"
    "${as_server[@]}" "$programs/initdb" -D "$folder/data" -U findspot -A trust -E UTF8 \
        --locale=C.UTF-8 --no-sync >"$folder.log" 2>&1 || { cat "$folder.log" >&2; exit 1; }
    rm -f "$folder.log"
    "${as_server[@]}" "$programs/pg_ctl" start -D "$folder/data" -l "$folder/log" -o "$options" -w -s \
        || { cat "$folder/log" >&2; exit 1; }
    "$programs/createdb" -h "$folder" -U findspot findspot
)

DATABASE_URL="postgres://findspot@/$folder/findspot" "$@"
