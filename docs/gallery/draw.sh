#!/usr/bin/env bash
# Draws every figure of the gallery from the founding plan, as SVG and PNG; needs Graphviz and a Chinese font.
set -euo pipefail
cd "$(dirname "$0")/../.."
if [ -z "${FENGONG:-}" ]; then
  cargo build --locked --release --quiet
  FENGONG=target/release/fengong
fi

figure() { # NAME ARGUMENTS…
  local name=$1
  shift
  for ending in svg png; do
    "$FENGONG" --lang zh draw "$@" --output "docs/gallery/$name.$ending"
  done
}

figure cooperation cooperation
figure cooperation-unit cooperation --unit 水利厅
figure responsibility responsibility
figure responsibility-topic responsibility --topic 水资源
figure matrix matrix
figure matrix-units matrix --by units
figure plan plan
figure place place
figure place-one place --place 包头市
figure zones zones
figure ports ports
figure map map
figure query query docs/gallery/topics.rq
