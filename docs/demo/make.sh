#!/usr/bin/env bash
# Fetch what this page runs on: onnxruntime-web from npm into vendor/, and two networks of pretrained/ into models/.
#   docs/demo/make.sh
#   python -m http.server --bind 127.0.0.1 --directory docs/demo 8000        then open http://127.0.0.1:8000
# Neither folder is committed. To publish the page, copy docs/demo to any static host.
set -euo pipefail
cd "$(dirname "$0")/../.."
version=1.30.0
sha256=d2228df7e4616bc3348bf504ee888f3bec43789a273f0a63f3e68d203ce3bf71 # of npm's archive

command -v npm >/dev/null || {
    echo "demo: npm is missing; it comes with Node.js (https://nodejs.org)" >&2
    exit 1
}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
echo "demo: fetching onnxruntime-web $version"
(cd "$folder" && npm pack --silent "onnxruntime-web@$version" >/dev/null)
archive=$folder/onnxruntime-web-$version.tgz
echo "$sha256  $archive" | sha256sum --check --quiet
tar -xzf "$archive" -C "$folder"
mkdir -p docs/demo/vendor
for file in ort.wasm.bundle.min.mjs ort-wasm-simd-threaded.wasm; do
    cp "$folder/package/dist/$file" docs/demo/vendor/
done

source scripts/env.sh
uv sync --inexact --quiet --extra onnx
for name in sudoku4x4 maze9x9; do
    uv run python scripts/export_onnx.py --checkpoint "pretrained/$name" --output "docs/demo/models/$name.onnx"
done
echo "demo: python -m http.server --bind 127.0.0.1 --directory docs/demo 8000, then open http://127.0.0.1:8000"
