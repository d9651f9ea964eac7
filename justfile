# What a developer runs again and again; `just` lists it. Each is one command that can be typed without just as well.

set positional-arguments
set shell := ["bash", "-euo", "pipefail", "-c"]

[private]
default:
    @just --list --unsorted

# build the program, optimised
build:
    cargo build --release --locked

# the tests that need no other program; `just test NAME` runs one file of tests/
test *name:
    cargo test --locked {{ if name == "" { "" } else { "--test " + name } }}

# format, lints and documentation, as a change must pass them
check:
    cargo fmt --check
    cargo clippy --locked --all-targets -- -D warnings
    RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps --quiet

# everything that must hold before a change is taken, with the tools of others
all:
    .ci/run

# the reader of the store on damaged files, on end: `just fuzz sealed` or `just fuzz changed` (needs a nightly toolchain, cargo-fuzz and a C++ compiler)
fuzz target *options:
    cargo +nightly fuzz run "$1" -- -rss_limit_mb=4096 -max_len=40000 "${@:2}"

# time from start to the first answer
bench-start:
    cargo bench --locked --bench start_to_answer

# reading of plans: bytes a second
bench-reading:
    cargo bench --locked --bench throughput

# completion in the REPL
bench-completion:
    cargo bench --locked --bench completion

# measures of networks; `just bench-networks --beside python3` measures NetworkX and igraph too
bench-networks *options:
    cargo bench --locked --bench networks -- "$@"

# from files to a store, beside loading the same statements: `just bench-ingest 100 1000 10000`
bench-ingest *options:
    cargo bench --locked --bench ingest -- "$@"

# the engine on the queries of one folder over the g.nt of another, with other engines: docs/engine-speed.md
bench-engine data queries *options:
    cargo bench --locked --bench engine -- --data "$1" --queries "$2" "${@:3}"
