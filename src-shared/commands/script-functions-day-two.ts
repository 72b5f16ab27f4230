/** The functions of scripts on running clusters; see script-functions.ts. */
export const dayTwoFunctions: Readonly<
  Record<string, { readonly needs: readonly string[]; readonly text: string }>
> = {
  set_slots: {
    needs: ['die'],
    text: `# CLUSTER SETSLOT for a range of slots, all in one connection: set_slots CONTAINER PORT FIRST LAST WORDS
# A master that has just given its last slot away may be a replica by now: it needs not be told.
set_slots() {
  local slot said
  said=$(for ((slot = $3; slot <= $4; slot++)); do echo "cluster setslot $slot $5"; done |
    docker exec -i \${REDISCLI_AUTH+-e REDISCLI_AUTH} "$1" redis-cli -p "$2" | tr -d '\\r' |
    grep -v -e '^OK$' -e '^ERR Please use SETSLOT only with masters' || true)
  [ -z "$said" ] || die "$1 said: $said"
}`,
  },
  move_keys: {
    needs: ['die'],
    text: `# Moves the keys of a range of slots: move_keys FIRST LAST CONTAINER PORT ADDRESS PORT
# Key names stay in redis-cli's own quotes (--csv), so that any name gets through; a password is read from the
# environment inside the container.
move_keys() {
  docker exec -i \${REDISCLI_AUTH+-e REDISCLI_AUTH} "$3" sh -s "$1" "$2" "$4" "$5" "$6" << 'SH' || die "keys of slots $1 to $2 cannot be moved from $3"
set -eu
login=
[ -z "\${REDISCLI_AUTH+x}" ] || login="auth \\"$(printf '%s' "$REDISCLI_AUTH" | sed 's/[\\\\"]/\\\\&/g')\\" "
slots=$(seq "$1" "$2")
while :; do
  keys=$(for slot in $slots; do echo "cluster getkeysinslot $slot 100"; done | redis-cli -p "$3" --csv | sed '/^$/d; s/","/" "/g')
  [ -n "$keys" ] || break
  ! printf '%s\\n' "$keys" | grep '^ERR' >&2 || exit 1
  said=$(printf '%s\\n' "$keys" | while IFS= read -r names; do
    printf '%s\\n' "migrate $4 $5 \\"\\" 0 60000 \${login}keys $names"
  done | redis-cli -p "$3" | grep -v -e '^$' -e '^OK' -e '^NOKEY' || true)
  [ -z "$said" ] || { printf '%s\\n' "$said" >&2 && exit 1; }
done
SH
}`,
  },
  move_slots: {
    needs: ['cli', 'set_slots', 'move_keys'],
    text: `# Moves slots with their keys, some at a time; the other masters hear of the new owner by gossip:
# move_slots FIRST LAST SOURCE PORT TARGET PORT ADDRESS PORT. What a failure leaves open redis-cli --cluster fix closes.
move_slots() {
  local first from to at
  from=$(cli "$3" "$4" cluster myid | tr -d '\\r')
  to=$(cli "$5" "$6" cluster myid | tr -d '\\r')
  for ((first = $1; first <= $2; first += 256)); do
    at=$((first + 255 < $2 ? first + 255 : $2))
    set_slots "$5" "$6" "$first" "$at" "importing $from"
    set_slots "$3" "$4" "$first" "$at" "migrating $to"
    move_keys "$first" "$at" "$3" "$4" "$7" "$8"
    set_slots "$5" "$6" "$first" "$at" "node $to"
    set_slots "$3" "$4" "$first" "$at" "node $to"
  done
}`,
  },
  forget: {
    needs: ['cli', 'die'],
    text: `# All nodes forget one: forget ID CONTAINER:PORT…
forget() {
  local each id=$1 said
  shift
  for each in "$@"; do
    said=$(cli "\${each%:*}" "\${each##*:}" cluster forget "$id" | tr -d '\\r')
    case $said in
      OK | *'Unknown node'*) ;;
      *) die "$each said: $said" ;;
    esac
  done
}`,
  },
  copy_functions: {
    needs: ['cli', 'die'],
    text: `# Library functions of one master for another; redis-cli ends what it prints with a line feed of its own:
# copy_functions FROM PORT TO PORT
copy_functions() {
  local said
  # A server without functions has none to copy.
  [[ $(cli "$1" "$2" function list | tr -d '\\r') != *ERR* ]] || return 0
  said=$(cli "$1" "$2" --raw function dump | head -c -1 |
    docker exec -i \${REDISCLI_AUTH+-e REDISCLI_AUTH} "$3" redis-cli -p "$4" -x function restore | tr -d '\\r')
  [ "$said" = OK ] || die "$3 said: $said"
}`,
  },
  slots_ok: {
    needs: ['cli'],
    text: `# Whether every slot has one owner, and none is open: slots_ok CONTAINER PORT ADDRESS:PORT
slots_ok() {
  cli "$1" "$2" --cluster check "$3" > /dev/null 2>&1
}`,
  },
  is_master: {
    needs: ['cli'],
    text: `is_master() {
  [ "$(cli "$1" "$2" role | head -n 1 | tr -d '\\r')" = master ]
}`,
  },
  failed: {
    needs: ['cli'],
    text: `# Whether a node has been found to have failed: failed CONTAINER PORT ADDRESS:PORT
failed() {
  cli "$1" "$2" cluster nodes | grep -F " $3@" | awk '{ exit $3 ~ /(^|,)fail(,|$)/ ? 0 : 1 }'
}`,
  },
  replaced: {
    needs: ['cli', 'failed'],
    text: `# Whether another has taken over what a failed node served: replaced CONTAINER PORT ADDRESS:PORT
replaced() {
  failed "$@" && cli "$1" "$2" cluster nodes | grep -F " $3@" | awk '{ exit NF < 9 ? 0 : 1 }'
}`,
  },
};
