#!/usr/bin/env bash
# Parts of benchmarks/run: one call of the command beside others', and the load of a whole cluster.

# shellcheck disable=SC2034,SC2154 # variables that this file and the others share
readonly plugins=/usr/lib/nagios/plugins
readonly wrapper=agent-cli/src/test/resources/io/risefall/cli/dig-wrapper.pl
readonly monitor=/usr/lib/mon/mon.d/dns.monitor

# Prints a line for each command that is here: its name, then the words of it, between tabs.
# $1: port of a name server; $2: 53, where that could be had; $3: port of a web server.
commands() {
  local name=resolve.test.example ask path
  ask="$risefall"$'\t'dns$'\t'$name$'\t'--server$'\t'127.0.0.1:$1
  one() {
    local command=$1
    shift
    if has "$1"; then
      (IFS=$'\t' && echo "$command"$'\t'"$*")
    else
      absent "$command"
    fi
  }
  for path in agent native java; do
    if [[ $path != native || -x ${risefall}-native ]]; then
      echo "$path"$'\t'"$ask"
    else
      absent native
    fi
  done
  if has dig; then
    one wrapper perl "$wrapper" 127.0.0.1 IN A "$name" 127.0.0.1 1 5 SERVFAIL
  else
    absent wrapper
  fi
  # What a JVM takes that does nothing, with the options that the command gives it, and without.
  local hello=(-cp "$target/classes" io.risefall.benchmarks.Hello)
  one hello "$JAVA_HOME/bin/java" "@${risefall%/bin/*}/lib/java.options" -Xlog:disable "${hello[@]}"
  one hello-plain "$JAVA_HOME/bin/java" "${hello[@]}"
  one dig dig -b 127.0.0.1 -p "$1" @127.0.0.1 "$name" A +time=1 +tries=5 +fail
  one kdig kdig -p "$1" @127.0.0.1 "$name" A +time=1 +retry=4
  one check_dig "$plugins/check_dig" -H 127.0.0.1 -p "$1" -l "$name"
  one check_tcp "$plugins/check_tcp" -H 127.0.0.2 -p "$3"
  one check_http "$plugins/check_http" -I 127.0.0.2 -p "$3"
  if [[ $2 == 53 ]]; then
    one check_dns "$plugins/check_dns" -H "$name" -s 127.0.0.1
    one dns-monitor "$monitor" -zone test.example -master 127.0.0.1 127.0.0.1
  else
    absent check_dns
    absent dns-monitor
  fi
}

# Starts a name server, on port 53 where that can be had: two peers know no other. Sets names, the
# port; and a web server, and sets web, its port; and an agent for the warm path.
start_targets() {
  start_server WebServer
  web=$port
  start_server NameServer 53 || start_server NameServer
  names=$port
  agent_file dns 1 1s "$names" "{dialect: event-log, file: $scratch/events}" >"$scratch/agent.yaml"
  start_agent "$scratch/agent.yaml"
  agent=$pid
  export RISEFALL_CONTROL=$scratch DIG DIG_PORT=$names
  DIG=$(type -P dig || true)
}

# Not by env: that would be one program more to execute.
choose_path() {
  export RISEFALL_PATH=$1
  [[ $1 =~ ^(agent|native|java)$ ]] || unset RISEFALL_PATH
}

# What is warm is the agent: its code is compiled after some thousand calls.
warm_up() {
  local i
  for ((i = 0; i < $1; i++)); do
    RISEFALL_PATH=agent "$risefall" dns resolve.test.example --server "127.0.0.1:$names" >/dev/null
  done
  pause 1
}

# Runs a command, its name before it, often times under hyperfine and once under time, and prints: wall
# clock, and user and system CPU of it and of all that it waits for, as hyperfine has them, the mean of
# these runs, in ms; the most memory that one of its processes had, in KB. By the warm path: call-cpu is
# that CPU, own-cpu the agent's for one call of these runs, warm-up included, and cpu is both.
cost() {
  local name=$1 command cpu before
  shift
  printf -v command '%q ' "$@"
  if ! { /usr/bin/time -f %M -o "$scratch/memory" "$@" && ask_cpu "$agent" && before=$cpu &&
    hyperfine -N --warmup "$warmup" --runs "$runs" --export-csv "$scratch/hyperfine" "$command" &&
    ask_cpu "$agent"; } >"$log" 2>&1; then
    cat "$log" >&2
    echo "fails: $name: $command" >&2
    return 1
  fi
  printf '%s.rss\t%s\n' "$name" "$(<"$scratch/memory")"
  # The first column, the command, may have commas in it.
  awk -F , -v OFS='\t' -v own="$((cpu - before))" -v calls=$((warmup + runs)) -v name="$name" '
    NR == 1 { for (i = 1; i <= NF; i++) back[$i] = NF - i; next }
    function ms(column) { return $(NF - back[column]) * 1000 }
    {
      print name ".wall", ms("mean")
      spent = ms("user") + ms("system")
      own /= calls * 1e6
      print name ".cpu", name == "agent" ? spent + own : spent
      if (name == "agent") print name ".call-cpu", spent "\n" name ".own-cpu", own
    }' "$scratch/hyperfine"
}

# In turn, so that a machine whose speed drifts is as fast for the one as for the other.
measure_call() {
  local round rounds=9 warmup=3 runs=20 calls=10000 names web agent served server port pid words
  [[ $mode == short ]] && rounds=1 warmup=1 runs=2 calls=10
  start_targets
  commands "$names" "$names" "$web" >"$scratch/commands"
  warm_up "$calls"
  grep '^absent' "$scratch/commands" || true
  # The agent's own CPU holds that of its own check, once a second.
  for ((round = 0; round < rounds; round++)); do
    while IFS=$'\t' read -ra words <&3; do
      [[ ${words[0]} != absent ]] || continue
      choose_path "${words[0]}"
      cost "${words[@]}"
    done 3<"$scratch/commands" >"$scratch/round"
    cat "$scratch/round"
    ratios "$scratch/round"
  done | medians
}

# Of one round: how the warm path and Java stand to the others.
ratios() {
  awk -F '\t' -v OFS='\t' '
    { value[$1] = $2 }
    function ratio(way, other, what) {
      if ((other "." what) in value && (way "." what) in value)
        printf "%s.%s-%s-ratio\t%.4f\n", other, way, what, value[way "." what] / value[other "." what]
    }
    END {
      n = split("dig wrapper kdig check_dig check_dns check_tcp check_http dns-monitor", others, " ")
      for (i = 1; i <= n; i++) { ratio("agent", others[i], "cpu"); ratio("agent", others[i], "wall") }
      n = split("dig wrapper hello hello-plain", others, " ")
      for (i = 1; i <= n; i++) ratio("java", others[i], "cpu")
    }' "$1"
}

# The load of the original cluster: 44 targets, each every 6 s. Runs in a process of its own: prints
# what the commands took that it has started, in ms, and how many these were. Its own CPU is not in it.
forks() {
  local seconds=$1 i now due TIMEFORMAT times=$((44 * $1 / 6))
  shift
  local began=${EPOCHREALTIME/[.,]/}
  for ((i = 0; i < times; i++)); do
    due=$((began + i * 6000000 / 44)) now=${EPOCHREALTIME/[.,]/}
    ((due <= now)) || pause "$(printf '0.%06d' $((due - now)))"
    "$@" >/dev/null 2>&1 </dev/null &
    wait "$!" || echo "fails: $*" >&2
  done
  times >"$scratch/times"
  awk -v n="$times" '
    NR == 2 { gsub(/[ms]/, " "); printf "%.0f\t%d\n", ($1 + $3) * 60000 + ($2 + $4) * 1000, n }' "$scratch/times"
}

# Prints CPU in % of a core, of the commands and of a process beside them, if there is one.
share() {
  local name=$1 beside=$2 seconds=$3 before=0 cpu=0
  shift 3
  [[ -z $beside ]] || { ask_cpu "$beside" && before=$cpu; }
  (forks "$seconds" "$@") >"$scratch/forks"
  [[ -z $beside ]] || ask_cpu "$beside"
  awk -F '\t' -v name="$name" -v own=$((cpu - before)) -v seconds="$seconds" '{
    printf "%s.cpu\t%.3f\n", name, ($1 + own / 1e6) / seconds / 10 }' "$scratch/forks"
}

measure_cluster() {
  local seconds=24 idle=(200 90) calls=10000 names web agent served server port pid cpu before words
  [[ $mode == short ]] && seconds=1 idle=(1 1) calls=1
  start_targets
  commands "$names" "$names" "$web" >"$scratch/all"
  grep -E $'^(wrapper|dig|agent|native|java)\t' "$scratch/all" >"$scratch/commands"
  grep -E $'^absent\t(wrapper|dig|native)$' "$scratch/all" || true
  warm_up "$calls"
  {
    share nothing '' "$seconds" /bin/true
    while IFS=$'\t' read -ra words <&3; do
      choose_path "${words[0]}"
      if [[ ${words[0]} == agent ]]; then
        share agent "$agent" "$seconds" "${words[@]:1}"
      else
        share "${words[0]}" '' "$seconds" "${words[@]:1}"
      fi
    done 3<"$scratch/commands"
    end "$agent"
    mkdir "$scratch/files"
    # 44 checks in 6 s keep the JIT compiler busy for long. As after that: first each 20 ms.
    local file="{dialect: keepalived-file, directory: $scratch/files, style: vrrp}"
    agent_file dns 44 20ms "$names" "$file" >"$scratch/agent.yaml"
    start_agent "$scratch/agent.yaml"
    pause "${idle[0]}"
    agent_file dns 44 6s "$names" "$file" >"$scratch/agent.yaml"
    RISEFALL_CONTROL=$scratch "$risefall" reload >"$log"
    pause "${idle[0]}"

    ask_cpu "$pid" && before=$cpu
    pause "${idle[1]}"
    ask_cpu "$pid"
    printf 'alone.cpu\t%s\n' "$(awk -v c=$((cpu - before)) -v s="${idle[1]}" 'BEGIN { printf "%.3f", c / s / 1e7 }')"
    printf 'alone.files-up\t%s\n' "$(grep -lx 1 "$scratch"/files/* | wc -l)"
    printf 'alone.rss\t%s\n' "$(memory_of "$pid")"
  } >"$scratch/shares"
  cat "$scratch/shares"
  awk -F '\t' '{ value[$1] = $2 }
    END { if (value["wrapper.cpu"]) {
      printf "wrapper.alone-ratio\t%.4f\n", value["alone.cpu"] / value["wrapper.cpu"]
      printf "wrapper.agent-ratio\t%.4f\n", value["agent.cpu"] / value["wrapper.cpu"]
      printf "wrapper.java-ratio\t%.4f\n", value["java.cpu"] / value["wrapper.cpu"] } }' "$scratch/shares"
}
