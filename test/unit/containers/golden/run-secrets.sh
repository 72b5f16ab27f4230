#!/usr/bin/env bash
# Run the container db
set -euo pipefail

# ---- What it needs ----
echo 'What it needs'
# Pull mysql:5.7
# The image is not on the engine yet.
docker pull mysql:5.7

# ---- Run ----
echo Run
# Run db
# Creates the container from mysql:5.7 and starts it in the background.
: "${MYSQL_ROOT_PASSWORD:?Set it first: read -rs MYSQL_ROOT_PASSWORD && export MYSQL_ROOT_PASSWORD}"
export MYSQL_ROOT_PASSWORD
MYSQL_PASSWORD="$PW" docker run --detach --name db \
  --env MYSQL_ROOT_PASSWORD \
  --env MYSQL_PASSWORD \
  mysql:5.7 > /dev/null

# ---- Check ----
echo Check
# See that db keeps running
# A wrong setting mostly ends a program within a moment. With a health check: until it is healthy.
sleep 2 && docker inspect --format '{{.State.Status}} {{.State.ExitCode}}' db | grep -E '^(running|exited) 0$'
