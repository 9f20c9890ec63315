"""Instructions of one ingest against a bare PutItem: the same runtime and SDK, one fixed item, nothing read of the request.

    tests/benches/peers/instructions        # builds both and runs this; needs valgrind

Counted by callgrind, so that a busy machine does not matter: what the later invocations add to the earlier ones."""

import re
import subprocess
import sys
import tempfile

from run import WAIT_S_MAX, Stub, environment, event

FEW, MANY = 40, 140
LIMIT = 1.25


def instructions(stub, program, invocations):
    """All instructions of a start and so many invocations."""
    stub.begin()
    with tempfile.TemporaryDirectory() as folder:
        command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder}/out", program]
        # A program of its own each time: nothing of one run is in the next.
        process = subprocess.Popen(command, env=environment(stub), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        stub.polled.get(timeout=WAIT_S_MAX * 4)
        for number in range(invocations):
            stub.events.put((number, event(number)))
            _, path, body = stub.answered.get(timeout=WAIT_S_MAX)
            if not path.endswith("/response"):
                raise SystemExit(f"{program}: {path} {body}")
            stub.polled.get(timeout=WAIT_S_MAX)
        process.terminate()
        said = process.communicate(timeout=WAIT_S_MAX)[1].decode()
    if stub.puts != invocations:
        raise SystemExit(f"{program}: {stub.puts} puts instead of {invocations}")
    return int(re.search(r"Collected : (\d+)", said).group(1))


def main():
    stub, found = Stub(), {}
    for argument in sys.argv[1:]:
        name, program = argument.split("=", 1)
        few, many = (instructions(stub, program, count) for count in (FEW, MANY))
        found[name] = (many - few) / (MANY - FEW)
    for name, count in found.items():
        print(f"{name:10}{count:>12,.0f} instructions an invocation")
    ratio = found["ingest"] / found["bare"]
    print(f"ingest is {ratio:.2f} x the bare put; the limit is {LIMIT}")
    if ratio > LIMIT:
        sys.exit("goal missed")


if __name__ == "__main__":
    main()
