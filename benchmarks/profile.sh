#!/usr/bin/env bash
# A part of benchmarks/run: where the CPU of TCP checks goes, in the agent and in HAProxy, by perf.

# shellcheck disable=SC2034,SC2154 # variables that this file and the others share

# Records process $2 for $4 s after $3 s, and prints the shares of its CPU under the name $1.
record() {
  local name=$1 recorded=$2 by
  pause "$3"
  if ! perf record -q -F 3000 -p "$recorded" -o "$scratch/perf" sleep "$4" >"$log" 2>&1; then
    cat "$log" >&2
    echo "perf may not record here: root may, or whoever kernel.perf_event_paranoid lets" >&2
    return 1
  fi
  for by in comm,dso symbol; do
    perf report -i "$scratch/perf" --stdio -t $'\t' --sort "$by" >"$scratch/$by" 2>"$log" || { cat "$log" >&2 && return 1; }
  done
  # Lines of: share, thread, file; and of: share, function.
  awk -F '\t' -v name="$name" '
    /^#/ || !NF { next }
    { sub(/^ +/, ""); share = $1 + 0 }
    $2 ~ /^\[[.k]\]/ { if ($2 ~ /_raw_spin_unlock_irqrestore|finish_task_switch/) sum["switches"] += share; next }
    {
      all += share
      kernel = $3 ~ /^ *\[(kernel|guest)/
      if (name ~ /^haproxy/) { if (kernel) sum["kernel"] += share }
      else if ($2 ~ /ForkJoinPool/) sum[kernel ? "carrier-kernel" : "carrier-java"] += share
      else if ($2 ~ /risefall-schedu/) sum["scheduler"] += share
      else if ($2 ~ /^ *(C1|C2|GC|G1|VM) /) sum["compilers"] += share
      else sum["others"] += share
    }
    END {
      if (all < 95 || !sum["switches"]) { print name ": perf report is not understood" >"/dev/stderr"; exit 1 }
      n = split(name ~ /^haproxy/ ? "kernel switches" : "carrier-kernel carrier-java scheduler compilers others switches", what, " ")
      for (i = 1; i <= n; i++) printf "%s-%s\t%.1f\n", name, what[i], sum[what[i]]
    }' "$scratch/comm,dso" "$scratch/symbol"
}

measure_profile() {
  local checks observe=record settle=4 time=(25 8) server port served
  has haproxy || absent haproxy
  start_server WebServer
  for checks in 1000 10000; do
    run_ours "tcp-$checks" tcp "$checks"
    ! has haproxy || run_haproxy tcp "$checks"
  done
  stop_server
}
