import { dayTwoFunctions } from './script-functions-day-two';

/**
 * The functions that scripts use, by name: each with its comment, and the names of those that it needs.
 * Plain bash 4 and what every system has: awk, sort, grep, mktemp.
 */
export const scriptFunctions: Readonly<
  Record<string, { readonly needs: readonly string[]; readonly text: string }>
> = {
  die: {
    needs: [],
    text: `die() {
  echo "$0: $*" >&2
  exit 1
}`,
  },
  wait_for: {
    needs: ['die'],
    text: `# Repeats a check until it holds, or gives up after some seconds: wait_for SECONDS WHAT CHECK…
wait_for() {
  local deadline=$((SECONDS + $1)) what=$2
  shift 2
  until "$@"; do
    ((SECONDS < deadline)) || die "gave up waiting until $what"
    sleep 0.2
  done
}`,
  },
  absent: {
    needs: ['die'],
    text: `# A container must not hold a file yet: absent CONTAINER PATH
absent() {
  if docker cp "$1:$2" - > /dev/null 2>&1; then
    die "$1 holds $2 already: its volume or folder comes from an earlier cluster"
  fi
}`,
  },
  write_file: {
    needs: ['die'],
    text: `# Puts what comes in into a file of a container: write_file CONTAINER PATH MODE
write_file() {
  local file said
  file=$(mktemp)
  cat > "$file"
  chmod "$3" "$file"
  said=$(docker cp "$file" "$1:$2" 2>&1) || { rm -f "$file"; die "$said"; }
  rm -f "$file"
}`,
  },
  conf_quote: {
    needs: [],
    text: `# A value as redis.conf takes it, whatever is in it.
conf_quote() {
  local text=$1
  text=\${text//\\\\/\\\\\\\\}
  text=\${text//\\"/\\\\\\"}
  text=\${text//$'\\n'/\\\\n}
  text=\${text//$'\\r'/\\\\r}
  text=\${text//$'\\t'/\\\\t}
  printf '"%s"' "$text"
}`,
  },
  cli: {
    needs: [],
    text: `# redis-cli inside a node's container: cli CONTAINER PORT ARGUMENT…
# A password goes by the environment, so that it stands in no process list.
cli() {
  local container=$1 port=$2
  shift 2
  docker exec \${REDISCLI_AUTH+-e REDISCLI_AUTH} "$container" redis-cli -p "$port" "$@"
}`,
  },
  ok: {
    needs: ['cli', 'die'],
    text: `# The same, for commands that must answer OK: redis-cli itself does not fail on an error.
ok() {
  local answer
  answer=$(cli "$@" | tr -d '\\r')
  [ "$answer" = OK ] || die "$1 said: $answer"
}`,
  },
  answers: {
    needs: ['cli'],
    text: `answers() {
  [ "$(cli "$1" "$2" ping 2> /dev/null | tr -d '\\r')" = PONG ]
}`,
  },
  agree: {
    needs: ['cli'],
    text: `# What one node sees: all nodes by id, with their masters and slots.
view() {
  cli "$1" "$2" cluster nodes 2> /dev/null | tr -d '\\r' |
    awk '$3 !~ /(^|,)(handshake|noaddr|fail[?]?)(,|$)/ { line = $1 " " $4; for (i = 9; i <= NF; i++) line = line " " $i; print line }' | sort
}

# Whether all nodes see the same, and all of them: agree CONTAINER:PORT…
agree() {
  local each seen first=
  for each in "$@"; do
    seen=$(view "\${each%:*}" "\${each##*:}")
    [ "$(grep -c . <<< "$seen")" -eq $# ] || return 1
    [ "\${first:=$seen}" = "$seen" ] || return 1
  done
}`,
  },
  synced: {
    needs: ['cli'],
    text: `# Whether a replica's link is up and its first copy is done.
synced() {
  local info
  info=$(cli "$1" "$2" info replication | tr -d '\\r')
  grep -q '^master_link_status:up$' <<< "$info" && grep -q '^master_sync_in_progress:0$' <<< "$info"
}`,
  },
  state_ok: {
    needs: ['cli', 'agree'],
    text: `# Whether every node says that the cluster works and that all slots are served, and all see the same roles.
state_ok() {
  local each info
  for each in "$@"; do
    info=$(cli "\${each%:*}" "\${each##*:}" cluster info | tr -d '\\r')
    grep -q '^cluster_state:ok$' <<< "$info" && grep -q '^cluster_slots_ok:16384$' <<< "$info" || return 1
  done
  agree "$@"
}`,
  },
  redirect_inside: {
    needs: ['cli', 'die'],
    text: `# Writes a key that a node does not hold and follows its MOVED answer, inside the node's container.
redirect_inside() {
  local i key answer
  for i in {1..200}; do
    key="flotilla:check:$$:$i"
    answer=$(cli "$1" "$2" set "$key" "$i")
    case $answer in
      *MOVED*)
        cli "$1" "$2" -c set "$key" "$i" > /dev/null
        [ "$(cli "$1" "$2" -c get "$key" | tr -d '\\r')" = "$i" ] || die "$key cannot be read back through $1"
        cli "$1" "$2" -c del "$key" > /dev/null
        return
        ;;
      OK*) cli "$1" "$2" del "$key" > /dev/null ;;
      *) die "$1 said: $answer" ;;
    esac
  done
  die "$1 never redirected"
}`,
  },
  redirect_outside: {
    needs: ['die'],
    text: `# One command to a node over bash's own TCP: ask ADDRESS PORT WORD…
ask() {
  local LC_ALL=C address=$1 port=$2 word line
  shift 2
  exec 3<> "/dev/tcp/$address/$port"
  if [ -n "\${REDISCLI_AUTH:-}" ]; then
    printf '*2\\r\\n$4\\r\\nAUTH\\r\\n$%d\\r\\n%s\\r\\n' "\${#REDISCLI_AUTH}" "$REDISCLI_AUTH" >&3
    read -r line <&3
  fi
  printf '*%d\\r\\n' "$#" >&3
  for word in "$@"; do printf '$%d\\r\\n%s\\r\\n' "\${#word}" "$word" >&3; done
  read -r line <&3
  [[ $line != '$'* ]] || read -r line <&3
  exec 3>&-
  printf '%s' "\${line%$'\\r'}"
}

# The same as a client on this computer does it. Its way to a node is where the node's port is published.
redirect_outside() {
  local i key answer at
  for i in {1..200}; do
    key="flotilla:check:$$:$i"
    answer=$(ask "$1" "$2" SET "$key" "$i")
    case $answer in
      -MOVED*)
        at=$(reach "\${answer##* }")
        [ -n "$at" ] || die "$answer leads to none of our nodes"
        # shellcheck disable=SC2086 # an address and a port
        [ "$(ask $at SET "$key" "$i")" = +OK ] || die "$key cannot be written at $at"
        # shellcheck disable=SC2086
        [ "$(ask $at GET "$key")" = "$i" ] || die "$key cannot be read back at $at"
        # shellcheck disable=SC2086
        ask $at DEL "$key" > /dev/null
        return
        ;;
      +OK) ask "$1" "$2" DEL "$key" > /dev/null ;;
      *) die "$1:$2 said: $answer" ;;
    esac
  done
  die "$1:$2 never redirected"
}`,
  },
};

/** The texts of the functions named and of all that they need, each once, needed ones first. */
export function functionTexts(names: readonly string[]): string[] {
  const texts = new Map<string, string>();
  const add = (name: string): void => {
    const entry = scriptFunctions[name] ?? dayTwoFunctions[name];
    if (entry === undefined || texts.has(name)) return;
    entry.needs.forEach(add);
    texts.set(name, entry.text);
  };
  names.forEach(add);
  return [...texts.values()];
}
