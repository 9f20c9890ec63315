# Short names for commands that people type often. `just --list` shows all of it. Needs https://just.systems; every line also works without it.

# Show the recipes.
default:
    @just --list

# Start the whole suite on this machine; options go to the program.
run *options:
    cargo run -- {{ options }}

# Play two weeks of a waffle house, then keep running.
demo *options:
    cargo run -- demo {{ options }}

# Run all tests, or those that the arguments of `cargo test` choose.
test *arguments:
    cargo test {{ if arguments == "" { "--workspace --no-fail-fast" } else { arguments } }}

# Check format and lints.
lint:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets --locked -- -D warnings

# Format everything.
fmt:
    cargo fmt --all

# Measure: the suite (a first impression), judging, allocations, reports, reading comments.
bench:
    cargo bench -p tests --bench speed -- --quick
    cargo bench -p domain --bench judge
    cargo bench -p domain --bench allocations
    cargo bench -p reports --bench report
    cargo bench -p text --bench read

# Judge every journey again and list what is stored otherwise; with --repair put it right.
verify *options:
    cargo run -- verify {{ options }}

# Write the report on a period, such as 2026-W47.
report period:
    cargo run -- report --period {{ period }}

# Print the built-in configuration, to start a file of your own.
config:
    @cargo run --quiet -- config

# Write the JSON Schemas of reports again, after a type changed.
schema:
    cargo run -p reports --example schema

# Run what CI runs; `just ci --undeployed` leaves out the deployment into an emulator.
ci *options:
    .ci/run {{ options }}
