#!/bin/sh
# Entry point of the stand-in for mysql:5.7, which is Debian's MariaDB: behaves as the official image's does, as far as
# compose files use it. A first start makes the data folder, the root password, the database and the user that the
# environment names, and runs /docker-entrypoint-initdb.d.
set -e

if [ "${1#-}" != "$1" ]; then
  set -- mysqld "$@"
fi
case " $* " in
  *' --help '* | *' --version '* | *' -V '* | *' --verbose '*) exec "$@" ;;
esac
case "$1" in
  mysqld | mariadbd) shift ;;
  *) exec "$@" ;;
esac

data=/var/lib/mysql
socket=/run/mysqld/mysqld.sock
mkdir -p "$data" /run/mysqld /var/log/mysql
if [ "$(id -u)" = 0 ]; then
  find "$data" /run/mysqld /var/log/mysql \! -user mysql -exec chown mysql: '{}' +
  set -- --user=mysql "$@"
fi

# `docker run -e MYSQL_ROOT_PASSWORD_FILE=/run/secrets/…`
from_file() {
  eval "value=\${$1:-} file=\${$1_FILE:-}"
  if [ -z "$value" ] && [ -n "$file" ]; then value=$(cat "$file"); fi
}
quoted() { printf '%s' "$1" | sed "s/\\\\/\\\\\\\\/g; s/'/\\\\'/g"; }
named() { printf '%s' "$1" | sed 's/`/``/g'; }

if [ ! -d "$data/mysql" ]; then
  from_file MYSQL_ROOT_PASSWORD
  root=$value
  if [ -z "$root$MYSQL_ALLOW_EMPTY_PASSWORD$MYSQL_RANDOM_ROOT_PASSWORD" ]; then
    echo '[ERROR] [Entrypoint]: Database is uninitialized and password option is not specified' >&2
    echo '    You need to specify one of the following: MYSQL_ROOT_PASSWORD, MYSQL_ALLOW_EMPTY_PASSWORD, MYSQL_RANDOM_ROOT_PASSWORD' >&2
    exit 1
  fi
  if [ -n "${MYSQL_RANDOM_ROOT_PASSWORD:-}" ]; then
    root=$(head -c 18 /dev/urandom | base64)
    echo "[Note] [Entrypoint]: GENERATED ROOT PASSWORD: $root"
  fi
  mariadb-install-db --auth-root-authentication-method=normal --skip-test-db --datadir="$data" \
    $([ "$(id -u)" = 0 ] && echo --user=mysql) >/dev/null

  # Nobody else reaches it until it is made.
  mariadbd "$@" --skip-networking --socket="$socket" &
  pid=$!
  ask() { MYSQL_PWD="$known" mariadb --socket="$socket" --user=root "$@"; }
  known=''
  tries=0
  until echo 'SELECT 1' | ask >/dev/null 2>&1; do
    tries=$((tries + 1))
    [ "$tries" -lt 300 ] || { echo 'mysqld does not answer' >&2; exit 1; }
    kill -0 "$pid"
    sleep 0.2
  done
  ask <<SQL
DELETE FROM mysql.global_priv WHERE User = '';
FLUSH PRIVILEGES;
ALTER USER 'root'@'localhost' IDENTIFIED BY '$(quoted "$root")';
CREATE USER 'root'@'${MYSQL_ROOT_HOST:-%}' IDENTIFIED BY '$(quoted "$root")';
GRANT ALL ON *.* TO 'root'@'${MYSQL_ROOT_HOST:-%}' WITH GRANT OPTION;
SQL
  known=$root
  database=${MYSQL_DATABASE:-}
  if [ -n "$database" ]; then
    echo "CREATE DATABASE IF NOT EXISTS \`$(named "$database")\`" | ask
  fi
  from_file MYSQL_PASSWORD
  if [ -n "${MYSQL_USER:-}" ] && [ -n "$value" ]; then
    ask <<SQL
CREATE USER '$(quoted "$MYSQL_USER")'@'%' IDENTIFIED BY '$(quoted "$value")';
SQL
    if [ -n "$database" ]; then
      echo "GRANT ALL ON \`$(named "$database")\`.* TO '$(quoted "$MYSQL_USER")'@'%'" | ask
    fi
  fi
  for file in /docker-entrypoint-initdb.d/*; do
    case "$file" in
      *.sh) . "$file" ;;
      *.sql) ask ${database:+"$database"} <"$file" ;;
      *.sql.gz) gunzip -c "$file" | ask ${database:+"$database"} ;;
    esac
  done
  kill -s TERM "$pid"
  wait "$pid" || true
  echo '[Note] [Entrypoint]: MySQL init process done. Ready for start up.'
fi
exec mariadbd "$@"
