#!/usr/bin/env bash
# Downloads well-known public corpora into corpora/downloaded/ and checks size and SHA-256 before keeping them.
# Usage: corpora/download.sh [NAME…]     without a name: lists what there is
set -euo pipefail
cd "$(dirname "$0")"

entries() { grep -v '^#' corpora.list; }

if [ $# -eq 0 ]; then
  echo "Usage: corpora/download.sh NAME… , where NAME is one of:"
  entries | awk '{ printf "  %-22s %9.1f MB  %s\n", $1, $2 / 1e6, $4 }'
  exit 0
fi

for tool in curl sha256sum; do
  command -v "$tool" >/dev/null || { echo "download.sh: $tool is missing; install it first" >&2; exit 69; }
done

mkdir -p downloaded
for name in "$@"; do
  read -r file bytes sum address < <(entries | awk -v n="$name" '$1 == n') || true
  if [ -z "${file:-}" ]; then
    echo "download.sh: no corpus is called '$name'; without a name this script lists them" >&2
    exit 64
  fi
  target="downloaded/$file"
  part="$target.part"
  if [ ! -f "$target" ]; then
    echo "$file: from $address" >&2
    curl --fail --location --progress-bar --output "$part" "$address"
    found=$(wc -c <"$part")
    if [ "$found" -ne "$bytes" ]; then
      rm -f "$part"
      echo "download.sh: $file: $bytes bytes expected, $found found; nothing was kept" >&2
      exit 65
    fi
    if ! echo "$sum  $part" | sha256sum --check --status; then
      rm -f "$part"
      echo "download.sh: $file: the SHA-256 is not $sum; nothing was kept" >&2
      exit 65
    fi
    mv "$part" "$target"
  fi
  case "$file" in
    *.zip)
      command -v unzip >/dev/null || { echo "download.sh: unzip is missing; install it first" >&2; exit 69; }
      unzip -qo "$target" -d downloaded
      target="${target%.zip}"
      ;;
  esac
  echo "corpora/$target"
  file=
done
