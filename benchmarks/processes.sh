#!/usr/bin/env bash
# For benchmarks/run and what belongs to it: starts processes, ends them by their ids whatever
# happens, and says what they took.

# shellcheck disable=SC2034,SC2154 # variables that this file and the others share
started=()

# Starts a command, and sets pid. For what it says: log.
start() {
  "$@" >"$log" 2>&1 </dev/null &
  pid=$!
  started+=("$pid")
}

end() {
  local one
  for one; do
    kill "$one" 2>/dev/null || true
    wait "$one" 2>/dev/null || true
  done
}

# shellcheck disable=SC2317 # called by a trap
end_all() {
  end "${started[@]}"
  [[ -z ${scratch:-} ]] || rm -rf "$scratch"
}

# To be called first in a subshell: what it starts ends with it. Sets scratch, an empty directory.
guard() {
  trap end_all EXIT
  trap 'exit 1' INT TERM HUP
  started=()
  scratch=$(mktemp -d)
  log=$scratch/log
  exec {never}<> <(:)
}

# Sleeps without a process, and is interrupted by a signal.
pause() {
  read -rt "$1" -u "$never" || true
}

# Starts a server of our own, by its class and arguments, and sets port and server; fails if it ends.
start_server() {
  local pipes
  pipes=$(mktemp -d -p "$scratch")
  mkfifo "$pipes/in" "$pipes/out"
  exec {to}<>"$pipes/in" {from}<>"$pipes/out"
  "$JAVA_HOME/bin/java" -cp "$target/classes" "io.risefall.benchmarks.$1" "${@:2}" \
    <"$pipes/in" >"$pipes/out" 2>"$pipes/log" &
  server=$!
  started+=("$server")
  until read -rt 0.2 -u "$from" port; do
    kill -0 "$server" 2>/dev/null || return 1
  done
}

stop_server() {
  end "$server"
}

# Sets served: how many checks the server has seen.
ask_served() {
  echo >&"$to"
  read -rt 10 -u "$from" served
}

# Sets cpu: user and system CPU of a process so far, in ns: the kernel's own clock of that process
# (clock_getcpuclockid), which counts threads that have ended as well. /proc/PID/stat has steps of 10 ms.
ask_cpu() {
  cpu=$(perl -MTime::HiRes=clock_gettime -e 'printf "%.0f", 1e9 * clock_gettime(-8 * ($ARGV[0] + 1) + 2)' "$1")
  ((cpu > 0))
}

# Prints the resident memory of a process in MB, the most so far.
memory_of() {
  awk '$1 == "VmHWM:" { printf "%.1f\n", $2 / 1000 }' "/proc/$1/status"
}

has() {
  type -P "$1" >/dev/null
}

# A peer that is not installed is left out of the table, by name.
absent() {
  printf 'absent\t%s\n' "$1"
}

# Starts the installed agent with a file of ours, waits until it answers, and sets pid.
start_agent() {
  local i
  RISEFALL_JAVA_OPTS=${2:-} start "$risefall" agent --config "$1"
  for ((i = 0; i < 600; i++)); do
    if [[ -r $scratch/launcher ]] && RISEFALL_CONTROL=$scratch "$risefall" status >/dev/null 2>&1; then
      return
    fi
    kill -0 "$pid" 2>/dev/null || break
    pause 0.1
  done
  cat "$log" >&2
  return 1
}

# An agent's file: kind of check (dns, tcp, http), how many, interval, port of the server, a publisher.
agent_file() {
  printf 'control: %s\nstate-file: %s/state.json\ndefaults: {interval: %s}\nchecks:\n' \
    "$scratch" "$scratch" "$3"
  awk -v kind="$1" -v checks="$2" -v port="$4" 'BEGIN {
    for (i = 0; i < checks; i++) {
      address = "127.0.0." 2 + i % 99 ":" port
      printf "  check-%d: ", i
      if (kind == "dns") printf "{dns: {name: resolve.test.example, server: \"127.0.0.1:%s\"}}\n", port
      if (kind == "tcp") printf "{tcp: {address: \"%s\"}}\n", address
      if (kind == "http") printf "{http: {url: \"http://%s/\"}}\n", address
    }
  }'
  printf 'publish:\n  - %s\n' "$5"
}
