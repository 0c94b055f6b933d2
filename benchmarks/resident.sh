#!/usr/bin/env bash
# Parts of benchmarks/run: what a process that checks all the time takes, beside others that do.

# shellcheck disable=SC2034,SC2154 # variables that this file and the others share

# Sets served: how many checks there were. HAProxy resets a connection before the server's program
# gets to see it: there, the connections that this machine has opened.
ask_checks() {
  if [[ $1 == haproxy.tcp-* ]]; then
    served=$(awk '$1 == "Tcp:" { opened = $6 } END { print opened }' /proc/net/snmp)
  else
    ask_served
  fi
}

# Watches process $2 for $4 s after $3 s, and prints the figures of $1: rate as the server saw it,
# CPU per check, memory.
watch() {
  local name=$1 watched=$2 before spent served cpu
  pause "$3"
  ask_checks "$name" && before=$served
  ask_cpu "$watched" && spent=$cpu
  pause "$4"
  ask_checks "$name" && ask_cpu "$watched"
  awk -v name="$name" -v checks=$((served - before)) -v spent=$((cpu - spent)) -v seconds="$4" 'BEGIN {
    printf "%s-rate\t%.0f\n%s-cpu\t%.1f\n%s-core\t%.2f\n",
      name, checks / seconds, name, spent / 1e3 / (checks ? checks : 1), name, spent / 1e7 / seconds }'
  printf '%s-rss\t%s\n' "$name" "$(memory_of "$watched")"
}

# The agent with so many checks a second of a kind; $1: the name of the figures. observe: what looks at
# it in the meantime, if not watch.
run_ours() {
  local name=$1 kind=$2 checks=$3 interval=${4:-1s} options=${5:-} pid
  agent_file "$kind" "$checks" "$interval" "$port" "{dialect: event-log, file: $scratch/events}" >"$scratch/agent.yaml"
  start_agent "$scratch/agent.yaml" "$options"
  "${observe:-watch}" "$name" "$pid" "${time[@]}"
  end "$pid"
}

# What connecting and closing takes by itself, in Java.
run_floor() {
  local checks=$1 pid
  start "$JAVA_HOME/bin/java" -Xmx256m -XX:+UseSerialGC -cp "$target/classes" \
    io.risefall.benchmarks.TcpFloor "$port" "$checks"
  "${observe:-watch}" "floor.tcp-$checks" "$pid" "${time[@]}"
  end "$pid"
}

run_haproxy() {
  local kind=$1 checks=$2 pid
  {
    printf 'global\n  nbthread 1\ndefaults\n  mode tcp\n  timeout connect 2s\n  timeout server 2s\n'
    printf '  timeout client 2s\n  timeout check 2s\n'
    # It does not start without a listener.
    printf 'frontend none\n  bind unix@%s/haproxy\n  default_backend all\nbackend all\n' "$scratch"
    [[ $kind == tcp ]] || printf '  option httpchk GET /\n'
    awk -v n="$checks" -v port="$port" 'BEGIN {
      for (i = 0; i < n; i++) printf "  server s%d 127.0.0.%d:%s check inter 1s\n", i, 2 + i % 99, port }'
  } >"$scratch/haproxy.cfg"
  start haproxy -db -f "$scratch/haproxy.cfg"
  pause 1
  kill -0 "$pid" || { cat "$log" >&2 && return 1; }
  # Nothing is compiled there.
  "${observe:-watch}" "haproxy.$kind-$checks" "$pid" "$settle" "${time[1]}"
  end "$pid"
}

# $1: name of the figures; $2: backends; $3: queries that each may have in flight, for which it keeps memory.
# As it is installed that is 65,535, and 21 MB for each backend: bounded, for the sake of the machine.
run_dnsdist() {
  local pid name=$1
  {
    printf 'setLocal("127.0.0.1:0")\nsetSecurityPollSuffix("")\n'
    [[ -z $3 ]] || printf 'setMaxUDPOutstanding(%s)\n' "$3"
    printf 'for i=1,%s do newServer({address="127.0.0.1:%s", checkInterval=1, checkName="resolve.test.example."}) end\n' "$2" "$port"
  } >"$scratch/dnsdist.conf"
  start bash -c "ulimit -v 12000000; exec dnsdist --supervised -C $scratch/dnsdist.conf"
  # It makes all backends first, which takes it longer the more memory they have.
  for ((i = 0; i < 600; i++)); do
    ask_served
    ((served == 0)) || break
    kill -0 "$pid" 2>/dev/null || break
    pause 0.1
  done
  if kill -0 "$pid" 2>/dev/null && ((served > 0)); then
    watch "$name" "$pid" "$settle" "${time[1]}"
  else
    tail -n 2 "$log" >&2
    echo "$name: dnsdist does not run like that" >&2
  fi
  end "$pid"
}

resident_stream() {
  local kind checks server port served
  start_server WebServer
  for kind in tcp http; do
    for checks in "${rates[@]}"; do
      run_ours "$kind-$checks" "$kind" "$checks"
      [[ $kind != tcp ]] || run_floor "$checks"
      ! has haproxy || run_haproxy "$kind" "$checks"
    done
  done
  stop_server
}

resident_names() {
  local checks server port served
  for checks in "${rates[@]}"; do
    start_server NameServer
    run_ours "dns-$checks" dns "$checks"
    stop_server
    # It has a thread for each backend: 10,000 do not start within the memory that it is given here.
    if has dnsdist && ((checks <= 1000)); then
      start_server NameServer
      run_dnsdist "dnsdist.small-$checks" "$checks" 1000
      stop_server
    fi
  done
  if has dnsdist; then
    start_server NameServer
    run_dnsdist dnsdist.default "${few}" ''
    stop_server
  fi
}

measure_resident() {
  local rates=(1000 10000) few=250 settle=4 time=(45 8)
  [[ $mode == short ]] && rates=(10) few=5 settle=1 time=(1 1)
  {
    resident_stream
    resident_names
  } >"$scratch/resident"
  cat "$scratch/resident"
  has haproxy || absent haproxy
  has dnsdist || absent dnsdist
  awk -F '\t' '
    { value[$1] = $2 }
    function ratio(name, ours, theirs) {
      if (value[ours] != "" && value[theirs] > 0) printf "%s\t%.4f\n", name, value[ours] / value[theirs]
    }
    END {
      n = split("1000 10000", rates, " ")
      for (i = 1; i <= n; i++) {
        split("tcp http", kinds, " ")
        for (k = 1; k <= 2; k++) {
          at = kinds[k] "-" rates[i]
          ratio("haproxy." at "-cpu-ratio", at "-cpu", "haproxy." at "-cpu")
        }
        ratio("haproxy.tcp-" rates[i] "-floor-ratio", "floor.tcp-" rates[i] "-cpu", "haproxy.tcp-" rates[i] "-cpu")
      }
      ratio("dnsdist.small-1000-cpu-ratio", "dns-1000-cpu", "dnsdist.small-1000-cpu")
      ratio("dnsdist.small-1000-rss-ratio", "dns-1000-rss", "dnsdist.small-1000-rss")
      ratio("dnsdist.default-cpu-ratio", "dns-1000-cpu", "dnsdist.default-cpu")
      ratio("dnsdist.default-rss-ratio", "dns-1000-rss", "dnsdist.default-rss")
    }' "$scratch/resident"
}

# How the cost grows: 1 s up to 10,000 checks, 10 s for 50,000, and there with more heap.
measure_growth() {
  local checks sizes=(10 100 1000 10000 50000) time=(15 8) server port served
  [[ $mode == short ]] && sizes=(10) time=(1 1)
  start_server NameServer
  for checks in "${sizes[@]}"; do
    if ((checks > 10000)); then
      run_ours "$checks" dns "$checks" 10s -Xmx1g
    else
      run_ours "$checks" dns "$checks" 1s
    fi
  done
}

# From a server's death to the word DOWN, in each dialect.
measure_detection() {
  local deaths=40
  [[ $mode == short ]] && deaths=1
  start "$JAVA_HOME/bin/java" -cp "$target/classes" io.risefall.benchmarks.Detection "$risefall" "$scratch" "$deaths"
  wait "$pid" || { cat "$log" >&2 && return 1; }
  cat "$log"
}

# The exporter checks when it is asked: by one curl, one check after the other, so many of each kind.
run_blackbox() {
  local probes=$1 kind at before cpu pid
  cat >"$scratch/blackbox.yml" <<'EOF'
modules:
  dns: {prober: dns, timeout: 2s, dns: {transport_protocol: udp, preferred_ip_protocol: ip4, query_name: resolve.test.example, query_type: A}}
  tcp: {prober: tcp, timeout: 2s}
  http: {prober: http, timeout: 2s}
EOF
  start prometheus-blackbox-exporter --config.file="$scratch/blackbox.yml" --web.listen-address=127.0.0.1:9115
  pause 2
  kill -0 "$pid" || { cat "$log" >&2 && return 1; }
  for kind in dns tcp http; do
    case $kind in
      dns) at=127.0.0.1:$names ;;
      tcp) at=127.0.0.2:$web ;;
      http) at=http://127.0.0.2:$web/ ;;
    esac
    ask_cpu "$pid" && before=$cpu
    curl -sS "http://127.0.0.1:9115/probe?target=$at&module=$kind&n=[1-$probes]" >"$scratch/probes"
    ask_cpu "$pid"
    printf 'blackbox.%s-passed\t%s\n' "$kind" "$(grep -c '^probe_success 1' "$scratch/probes")"
    awk -v kind="$kind" -v spent=$((cpu - before)) -v n="$probes" 'BEGIN { printf "blackbox.%s-cpu\t%.1f\n", kind, spent / 1e3 / n }'
  done
  printf 'blackbox.rss\t%s\n' "$(memory_of "$pid")"
  end "$pid"
}

measure_exporter() {
  local probes=5000 checks=1000 time=(20 8) server port web names served
  [[ $mode == short ]] && probes=10 checks=10 time=(1 1)
  start_server WebServer
  web=$port
  {
    run_ours http http "$checks"
    start_server NameServer
    names=$port
    run_ours dns dns "$checks"
    if has prometheus-blackbox-exporter && has curl; then
      run_blackbox "$probes"
    else
      absent blackbox
    fi
  } >"$scratch/exporter"
  cat "$scratch/exporter"
  awk -F '\t' '{ value[$1] = $2 }
    END {
      if (!value["blackbox.dns-cpu"] || !value["blackbox.http-cpu"]) exit
      printf "blackbox.dns-cpu-ratio\t%.4f\n", value["dns-cpu"] / value["blackbox.dns-cpu"]
      printf "blackbox.http-cpu-ratio\t%.4f\n", value["http-cpu"] / value["blackbox.http-cpu"] }' "$scratch/exporter"
}
