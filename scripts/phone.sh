#!/usr/bin/env bash
# Service workers and push need https or localhost. Two ways to have one on a real phone; starts what can be started.
set -euo pipefail
port="${BACKSTORY_PORT:-8000}"
cat <<TXT
Opening Backstory on a real phone

1. Android by cable: the phone sees this computer as its own localhost.
   Needs adb (Debian: apt install adb) and USB debugging switched on in the phone's developer settings.
     adb reverse tcp:$port tcp:$port
   then open http://localhost:$port in Chrome on the phone while \`make run\` runs here.

2. Any phone by TLS: a name that the phone can resolve and a certificate that it trusts.
   docs/deploy.md has the Caddy configuration. For a try at home, Caddy's own authority is enough: install its root
   certificate on the phone once (docs/deploy.md says where), then
     BACKSTORY_PUBLIC_URL=https://NAME make run
   The QR code for joining carries BACKSTORY_PUBLIC_URL, so set it before enrolling anybody.

TXT
if command -v adb >/dev/null; then
  if adb get-state >/dev/null 2>&1; then
    adb reverse "tcp:$port" "tcp:$port"
    echo "A phone is connected: it can now open http://localhost:$port"
  else
    echo "adb is here, but no phone is connected (or it has not allowed this computer yet)."
  fi
else
  echo "adb is not installed, so the cable way was not started."
fi
