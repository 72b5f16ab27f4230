#!/bin/sh
# Entry point of the stand-in images: behaves as the official image's does.
# @server@ and @user@ are filled in when the image is built.
set -e

server='@server@'
user='@user@'

# Only options, or only a configuration file: they are meant for the server.
if [ "${1#-}" != "$1" ] || [ "${1%.conf}" != "$1" ]; then
  set -- "$server" "$@"
fi

case "$1" in
  redis-server | valkey-server)
    # As root: the data folder becomes the server's own, and the server runs without privileges.
    if [ "$(id -u)" = 0 ]; then
      find . \! -user "$user" -exec chown "$user" '{}' +
      exec setpriv --reuid="$user" --regid="$user" --init-groups "$0" "$@"
    fi
    [ "$(umask)" != 0022 ] || umask 0077

    # The official images are compiled with protected mode off. Here it is the first option, so that the
    # command line still has the last word, and a configuration file that names it is left alone.
    name="$1"
    shift
    case "${1:-}" in
      - | -v | -h | --version | --help | --test-memory | --check-system) exec "$name" "$@" ;;
      '' | -*) exec "$name" --protected-mode no "$@" ;;
    esac
    file="$1"
    shift
    if grep -qi '^[[:space:]]*protected-mode' "$file" 2>/dev/null; then
      exec "$name" "$file" "$@"
    fi
    exec "$name" "$file" --protected-mode no "$@"
    ;;
esac

exec "$@"
