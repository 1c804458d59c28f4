#!/usr/bin/env bash
# Start or stop a private PipeWire server with virtual devices. No sound card, session bus or systemd is needed.
#
#   audio_server.sh start DIR    prints the environment a client needs, one NAME=VALUE a line
#   audio_server.sh stop DIR
#
#   sink micfeed -> source mic   what a test plays into micfeed, the app hears as its microphone
#   sink spk -> spk.monitor      what the app plays, a test records from spk.monitor
#
# DIR holds sockets, logs and pid files. The sinks are mono: stereo ones change the level of a mono stream by 1.41.
set -euo pipefail
DIR=${2:?usage: audio_server.sh start|stop DIR}

stop() {
  for name in pipewire-pulse wireplumber pipewire; do
    if [ -f "$DIR/$name.pid" ]; then
      kill -- "-$(cat "$DIR/$name.pid")" 2>/dev/null || true   # each leads a process group of its own
      rm -f "$DIR/$name.pid"
    fi
  done
}

background() {
  local name=$1; shift
  setsid "$@" >"$DIR/$name.log" 2>&1 </dev/null &
  echo $! >"$DIR/$name.pid"
}

wait_for() {
  local end=$((SECONDS + 10))
  until "$@" >/dev/null 2>&1; do
    if [ $SECONDS -ge $end ]; then
      echo "the audio server did not come up: $*" >&2
      tail -n 5 "$DIR"/*.log >&2
      stop
      return 1
    fi
    sleep 0.05
  done
}

null_sink() {
  pactl load-module module-null-sink "sink_name=$1" rate=48000 channels=1 channel_map=mono >/dev/null
}

start() {
  mkdir -p "$DIR/state"; chmod 700 "$DIR"
  stop
  rm -f "$DIR"/native "$DIR"/pipewire-0*   # of a server that was killed here before
  export XDG_RUNTIME_DIR=$DIR PIPEWIRE_RUNTIME_DIR=$DIR PIPEWIRE_REMOTE=pipewire-0
  export PULSE_SERVER=unix:$DIR/native PULSE_COOKIE=$DIR/cookie PULSE_RUNTIME_PATH=$DIR PULSE_STATE_PATH=$DIR/state
  background pipewire pipewire
  wait_for test -S "$DIR/pipewire-0"
  # WirePlumber quits where logind's folders are missing, as in a container, and without a session bus.
  mkdir -p /run/systemd/{seats,sessions,users,machines} 2>/dev/null || true
  background wireplumber dbus-run-session -- wireplumber
  background pipewire-pulse pipewire-pulse
  wait_for test -S "$DIR/native"
  wait_for pactl info
  null_sink spk
  null_sink micfeed
  pactl load-module module-remap-source master=micfeed.monitor source_name=mic channels=1 channel_map=mono \
    master_channel_map=mono >/dev/null
  wait_for bash -c 'pactl list short sources | grep -qw mic'
  wait_for pactl set-default-sink spk      # "not supported" until WirePlumber is up
  wait_for pactl set-default-source mic
  # Complete by itself: the system's own alsa.conf would take "default" away and add devices that do not work here.
  cat >"$DIR/asoundrc" <<EOF
pcm.default { type pulse }
ctl.default { type pulse }
pcm.spk     { type pulse  device "spk" }
pcm.mic     { type pulse  device "mic" }
pcm.spkmon  { type pulse  device "spk.monitor" }
EOF
  cat <<EOF
XDG_RUNTIME_DIR=$DIR
PIPEWIRE_RUNTIME_DIR=$DIR
PULSE_SERVER=unix:$DIR/native
PULSE_COOKIE=$DIR/cookie
ALSA_CONFIG_PATH=$DIR/asoundrc
EOF
}

case $1 in
  start) start ;;
  stop) stop ;;
  *) echo "usage: audio_server.sh start|stop DIR" >&2; exit 2 ;;
esac
