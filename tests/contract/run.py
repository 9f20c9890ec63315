"""Starts the local stack on a folder of its own, lets schemathesis call every operation of the OpenAPI document that the stack serves,
and stops the stack. Fails if schemathesis finds anything. Calls no other machine.

python run.py MOMENTS [--seed N] [--examples N] [more arguments of `st run`]
"""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

HERE = Path(__file__).parent
START_TIME_MAX_S = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(address: str, stack: subprocess.Popen) -> None:
    until = time.monotonic() + START_TIME_MAX_S
    while time.monotonic() < until:
        if stack.poll() is not None:
            raise SystemExit(f"the stack ended with {stack.returncode}")
        try:
            urllib.request.urlopen(f"{address}/v1/openapi.json", timeout=2).read()
            return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise SystemExit("the stack does not answer")


def post(address: str, path: str, body: object) -> None:
    request = urllib.request.Request(
        f"{address}{path}",
        data=json.dumps(body).encode(),
        headers={"Authorization": "Bearer local", "Content-Type": "application/json", "X-Moments-Secret": "schemathesis-till-secret"},
    )
    urllib.request.urlopen(request, timeout=20).read()


def fill(address: str) -> None:
    """Gives the stack something to tell: a journey with a case, a visitor, and a record in quarantine."""
    post(address, "/v1/touchpoints", [
        {"id": "1", "customer_id": "ana", "touchpoint_type": "search", "promise_id": "w", "expectation": {"scoops": 2}},
        {"id": "2", "customer_id": "ana", "touchpoint_type": "product_use", "promise_id": "w", "perception": {"scoops": 1},
         "comment": "Cold, and one scoop of the two."},
        {"id": "3", "anonymous_id": "visitor-1", "touchpoint_type": "site_visit", "channel": "web"},
    ])
    post(address, "/v1/senders/till", ["nothing that a till says"])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("moments", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--examples", type=int, default=25)
    options, more = parser.parse_known_args()
    address = f"http://127.0.0.1:{(port := free_port())}"
    with tempfile.TemporaryDirectory() as folder:
        stack = subprocess.Popen(
            [options.moments.resolve(), "--listen", f"127.0.0.1:{port}", "--data", f"{folder}/data",
             "--config", HERE / "moments.toml"],
            stdout=subprocess.DEVNULL,
            cwd=folder,
        )
        try:
            wait_for(address, stack)
            fill(address)
            time.sleep(2)  # what was sent is judged
            st = Path(sys.executable).with_name("st")
            found = subprocess.run(
                [st, "--config-file", HERE / "schemathesis.toml", "run", f"{address}/v1/openapi.json",
                 "--phases", "examples,coverage,fuzzing", "--seed", str(options.seed), "--max-examples", str(options.examples), *more],
                cwd=folder,
                env=os.environ | {"SCHEMATHESIS_HOOKS": "hooks", "PYTHONPATH": str(HERE)},
            )
            if stack.poll() is not None:
                raise SystemExit(f"the stack ended with {stack.returncode}")
            return found.returncode
        finally:
            stack.send_signal(signal.SIGINT)
            try:
                stack.wait(timeout=30)
            except subprocess.TimeoutExpired:
                stack.kill()
                stack.wait()


if __name__ == "__main__":
    sys.exit(main())
