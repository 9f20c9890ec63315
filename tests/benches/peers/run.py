"""Ingest against the same handler in Python (boto3) and Node.js (SDK v3), as processes of a Lambda runtime: how long from
start to the first poll and to the first answer, how long and how much processor an invocation takes, how much memory.

    tests/benches/peers/run        # installs the peers below target/, builds ingest, and runs this

Runtime API, DynamoDB and SSM are stubs in this process, on loopback and without TLS, the same for all; rounds alternate. The
numbers are for ratios: a start on Lambda also unpacks a zip and starts a machine. The peers check less than ingest does
(tests/benches/peers/peer.py says what), which is in their favour."""

import json
import os
import queue
import socket
import statistics
import subprocess
import sys
import threading
import time

EVENT = {
    "version": "2.0",
    "routeKey": "POST /v1/touchpoints",
    "rawPath": "/v1/touchpoints",
    "rawQueryString": "",
    "headers": {"authorization": "Bearer sk-bench", "content-type": "application/json", "host": "bench"},
    "requestContext": {
        "accountId": "000000000000",
        "apiId": "bench",
        "domainName": "bench",
        "domainPrefix": "bench",
        "http": {
            "method": "POST",
            "path": "/v1/touchpoints",
            "protocol": "HTTP/1.1",
            "sourceIp": "127.0.0.1",
            "userAgent": "bench",
        },
        "requestId": "bench",
        "routeKey": "POST /v1/touchpoints",
        "stage": "$default",
        "time": "26/Nov/2026:10:00:00 +0000",
        "timeEpoch": 1795687200000,
    },
    "isBase64Encoded": False,
}
CONFIGURATION = "[[write_keys]]\nkey = 'sk-bench'\nname = 'bench'\nkind = 'secret'\n"
WAIT_S_MAX = 30


def event(number):
    body = {
        "type": "delivery",
        "id": f"t{number}",
        "customer_id": "c-4815162342",
        "channel": "post",
        "occurred_at": "2026-10-01T10:00:00Z",
        "promise_id": "order-20261001",
        "rating": {"csat": 4, "ces": 5},
        "comment": "Todo bien, gracias.",
    }
    return json.dumps({**EVENT, "body": json.dumps(body)}).encode()


class Stub:
    """The runtime API and the two services, one thread a connection."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.begin()
        threading.Thread(target=self.accept, daemon=True).start()

    def begin(self):
        self.events, self.polled, self.answered = queue.Queue(), queue.Queue(), queue.Queue()
        self.puts = 0

    def accept(self):
        while True:
            connection, _ = self.listener.accept()
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        stream = connection.makefile("rb")
        try:
            while line := stream.readline():
                path = line.split(b" ")[1].decode()
                headers = {}
                while (header := stream.readline()) not in (b"\r\n", b""):
                    name, value = header.decode().split(":", 1)
                    headers[name.lower()] = value.strip()
                if headers.get("expect"):
                    connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
                body = self.body(stream, headers)
                status, extra, answer = self.answer(path, headers, body)
                head = f"HTTP/1.1 {status} OK\r\nContent-Length: {len(answer)}\r\n{extra}\r\n"
                connection.sendall(head.encode() + answer)
        except OSError:
            pass  # the process has ended

    def body(self, stream, headers):
        if headers.get("transfer-encoding") == "chunked":
            body = b""
            while size := int(stream.readline(), 16):
                body += stream.read(size)
                stream.readline()
            stream.readline()
            return body
        return stream.read(int(headers.get("content-length", 0)))

    def answer(self, path, headers, body):
        if path.endswith("/invocation/next"):
            self.polled.put(time.perf_counter())
            number, payload = self.events.get()
            deadline = int(time.time() * 1000) + 10_000
            extra = f"Lambda-Runtime-Aws-Request-Id: r{number}\r\nLambda-Runtime-Deadline-Ms: {deadline}\r\n"
            extra += "Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:us-east-1:000000000000:function:bench\r\n"
            return 200, extra + "Content-Type: application/json\r\n", payload
        if "/runtime/" in path:
            self.answered.put((time.perf_counter(), path, body))
            return 202, "", b"{}"
        if headers.get("x-amz-target", "").endswith("GetParameter"):
            kind = "Content-Type: application/x-amz-json-1.1\r\n"
            return 200, kind, json.dumps({"Parameter": {"Value": CONFIGURATION}}).encode()
        # Ingest opens its connection by a put without a key.
        self.puts += headers.get("x-amz-target", "").endswith("PutItem") and b'"pk"' in body
        return 200, "Content-Type: application/x-amz-json-1.0\r\n", b"{}"


def environment(stub):
    address = f"http://127.0.0.1:{stub.port}"
    return {
        "PATH": os.environ["PATH"],
        "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{stub.port}",
        "AWS_LAMBDA_FUNCTION_NAME": "bench",
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "256",
        "AWS_LAMBDA_LOG_FORMAT": "JSON",
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "bench",
        "AWS_SECRET_ACCESS_KEY": "bench",
        "AWS_ENDPOINT_URL": address,
        "AWS_EC2_METADATA_DISABLED": "true",
        "TABLE": "bench",
        "TIME_ZONE": "UTC",
        "METRICS": "bench",
        "CONFIGURATION": "ssm:/bench",
    }


def processor_s(process):
    fields = open(f"/proc/{process.pid}/stat", encoding="ascii").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def peak_mib(process):
    for line in open(f"/proc/{process.pid}/status", encoding="ascii"):
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("no VmHWM")


def run_once(stub, command, warm):
    """One start, one first invocation and `warm` more, one after the other."""
    stub.begin()
    began = time.perf_counter()
    process = subprocess.Popen(command, env=environment(stub), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        first_poll = stub.polled.get(timeout=WAIT_S_MAX) - began
        took = []
        for number in range(warm + 1):
            if number == 1:
                processor = processor_s(process)
            sent = time.perf_counter()
            stub.events.put((number, event(number)))
            at, path, body = stub.answered.get(timeout=WAIT_S_MAX)
            if not path.endswith("/response") or json.loads(body)["statusCode"] != 202:
                raise RuntimeError(f"{command}: {path} {body}")
            took.append(at - sent)
            stub.polled.get(timeout=WAIT_S_MAX)
        if stub.puts != warm + 1:
            raise RuntimeError(f"{command}: {stub.puts} puts instead of {warm + 1}")
        return {
            "start to first poll, ms": first_poll * 1e3,
            "start and first invocation, ms": (first_poll + took[0]) * 1e3,
            "warm invocation, ms": statistics.median(took[1:]) * 1e3,
            "processor a warm invocation, ms": (processor_s(process) - processor) / warm * 1e3,
            "peak memory, MiB": peak_mib(process),
        }
    except queue.Empty:
        process.kill()
        raise SystemExit(f"{command} does not answer: {process.stderr.read().decode()[-2000:]}") from None
    finally:
        process.kill()
        process.wait()
        process.stderr.close()


def main():
    rounds, warm = (3, 300) if "--quick" in sys.argv else (7, 2000)
    peers = dict(argument.split("=", 1) for argument in sys.argv[1:] if "=" in argument)
    commands = {name: command.split(" ") for name, command in peers.items()}
    stub, found = Stub(), {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            found[name].append(run_once(stub, command, warm))
    ours, *others = commands
    middle = {name: {m: statistics.median(r[m] for r in runs) for m in runs[0]} for name, runs in found.items()}
    print(f"median of {rounds} rounds of a start and {warm} invocations; peers as multiples of {ours}")
    print(f"{'':34}{ours:>12}" + "".join(f"{name:>16}" for name in others))
    for measure, value in middle[ours].items():
        ratios = "".join(f"{middle[name][measure] / value:>14.1f} x" for name in others)
        print(f"{measure:34}{value:>12.2f}{ratios}")
    missed = []
    for name in others:
        if middle[name]["start to first poll, ms"] < 20 * middle[ours]["start to first poll, ms"] and "bundle" not in name:
            missed.append(f"start, against {name}: 20 x")
        if middle[name]["processor a warm invocation, ms"] < 3 * middle[ours]["processor a warm invocation, ms"]:
            missed.append(f"processor, against {name}: 3 x")
    if middle[ours]["peak memory, MiB"] > 12:
        missed.append("peak memory: 12 MiB")
    if missed:
        sys.exit("goal missed: " + "; ".join(missed))


if __name__ == "__main__":
    main()
