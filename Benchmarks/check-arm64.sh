#!/usr/bin/env bash
# Compiles the register tile for arm64 and checks that it became vector instructions: 21 rows of four registers over
# the tile's six heights, and no scalar multiply-add. Needs nothing but this Swift toolchain.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/Entry.swift" <<'SWIFT'
@_cdecl("tile")
public func entry(
  _ a: UnsafePointer<Float>, _ panel: UnsafePointer<Float>, _ depth: Int, _ c: UnsafeMutablePointer<Float>,
  _ stride: Int, _ height: Int
) {
  addTile(
    LeftOperand(base: a, rowStride: stride, depthStride: 1),
    RightOperand(base: panel, panelStride: 0, depthStride: panelWidth), panelCount: 1, depth: depth,
    from: StartRows(base: c, stride: stride), c, cStride: stride, height: height)
}
SWIFT
swiftc -Ounchecked -wmo -parse-as-library -package-name textgen -enable-experimental-feature Embedded \
  -target aarch64-none-none-elf -Xcc -ffreestanding -I Sources/CInstructionSet \
  -emit-assembly Sources/Kernels/Products/Tile.swift "$folder/Entry.swift" -o "$folder/tile.s"
vector=$(grep -cE '\bfmla\s+v[0-9]+\.4s' "$folder/tile.s" || true)
scalar=$(grep -cE '\bfmadd\b' "$folder/tile.s" || true)
echo "arm64: $vector vector multiply-adds (84 expected), $scalar scalar ones (0 expected)"
[ "$vector" -eq 84 ] && [ "$scalar" -eq 0 ]
