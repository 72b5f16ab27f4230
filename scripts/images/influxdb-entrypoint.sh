#!/bin/sh
# Entry point of the stand-in for influxdb:1.8: behaves as the official image's does, as far as compose files use it:
# a first start makes the database and the users that the environment names, and runs /docker-entrypoint-initdb.d.
set -e

if [ "${1#-}" != "$1" ]; then
  set -- influxd "$@"
fi
if [ "$1" != influxd ] || [ "${2:-}" = version ] || [ -d /var/lib/influxdb/meta ]; then
  exec "$@"
fi

quoted() { printf '%s' "$1" | sed "s/\\\\/\\\\\\\\/g; s/'/\\\\'/g"; }
ask() { influx -host 127.0.0.1 -port 8086 -execute "$1"; }

# Nobody else reaches it until it is made.
INFLUXDB_HTTP_BIND_ADDRESS=127.0.0.1:8086 INFLUXDB_HTTP_AUTH_ENABLED=false influxd &
pid=$!
tries=0
until ask 'SHOW DATABASES' >/dev/null 2>&1; do
  tries=$((tries + 1))
  [ "$tries" -lt 60 ] || { echo 'influxd does not answer' >&2; exit 1; }
  sleep 0.5
done
if [ -n "${INFLUXDB_ADMIN_USER:-}" ]; then
  ask "CREATE USER \"$INFLUXDB_ADMIN_USER\" WITH PASSWORD '$(quoted "${INFLUXDB_ADMIN_PASSWORD:-}")' WITH ALL PRIVILEGES"
fi
if [ -n "${INFLUXDB_DB:-}" ]; then
  ask "CREATE DATABASE \"$INFLUXDB_DB\""
  grant() {
    [ -n "$2" ] || return 0
    ask "CREATE USER \"$2\" WITH PASSWORD '$(quoted "$3")'"
    ask "REVOKE ALL PRIVILEGES FROM \"$2\""
    ask "GRANT $1 ON \"$INFLUXDB_DB\" TO \"$2\""
  }
  grant ALL "${INFLUXDB_USER:-}" "${INFLUXDB_USER_PASSWORD:-}"
  grant WRITE "${INFLUXDB_WRITE_USER:-}" "${INFLUXDB_WRITE_USER_PASSWORD:-}"
  grant READ "${INFLUXDB_READ_USER:-}" "${INFLUXDB_READ_USER_PASSWORD:-}"
fi
for file in /docker-entrypoint-initdb.d/*; do
  case "$file" in
    *.sh) . "$file" ;;
    *.iql) ask "$(cat "$file")" ;;
  esac
done
kill -s TERM "$pid"
wait "$pid" || true
exec "$@"
