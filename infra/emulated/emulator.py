"""The emulator of AWS that the template is tried on: one process on loopback, with IAM enforced, ended by its own id."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import boto3
from botocore.config import Config

REGION = "us-east-1"
ACCOUNT = "000000000000"
# The emulator's root user: what deploys. The functions get sessions of their roles.
KEY_ID, SECRET = "test", "test"
START_S_MAX = 60


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Emulator:
    """Runs ministack for as long as the `with` block does."""

    def __init__(self, log):
        self.port = free_port()
        self.endpoint = f"http://127.0.0.1:{self.port}"
        self.log = log
        self.folder = tempfile.TemporaryDirectory(prefix="moments-emulated-")

    def environment(self):
        """Nothing of the caller's environment: what the emulator has, the functions get too."""
        return {
            "PATH": os.environ.get("PATH", ""),
            "HOME": self.folder.name,
            "TMPDIR": self.folder.name,
            "BIND_HOST": "127.0.0.1",  # its default is every interface
            "GATEWAY_PORT": str(self.port),
            "AUTH": "true",
            "AWS_ACCESS_KEY_ID": KEY_ID,
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "AWS_ENDPOINT_URL": self.endpoint,
            "MINISTACK_REGION": REGION,
            "MINISTACK_ACCOUNT_ID": ACCOUNT,
            "S3_DATA_DIR": str(Path(self.folder.name) / "s3"),
            "STATE_DIR": str(Path(self.folder.name) / "state"),
            "DOCKER_HOST": "unix:///nowhere",  # it must not look for one
            "SFTP_ENABLED": "0",
        }

    def __enter__(self):
        command = [str(Path(sys.executable).parent / "ministack")]
        with open(self.log, "w", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                command, env=self.environment(), cwd=self.folder.name, stdout=log, stderr=log, start_new_session=True
            )
        deadline = time.monotonic() + START_S_MAX
        while True:
            try:
                urllib.request.urlopen(f"{self.endpoint}/_ministack/health", timeout=2).close()
                return self
            except OSError as error:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    self.__exit__()
                    raise RuntimeError(f"the emulator did not start, see {self.log}") from error
                time.sleep(0.2)

    def __exit__(self, *_):
        # Its group, which it was started in alone: the functions are children of it.
        try:
            os.killpg(self.process.pid, signal.SIGTERM)
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(timeout=10)
        except ProcessLookupError:
            pass
        self.folder.cleanup()

    def client(self, service):
        """A client of one service, as the user who deploys. It gives up instead of hanging."""
        return boto3.client(
            service,
            endpoint_url=self.endpoint,
            region_name=REGION,
            aws_access_key_id=KEY_ID,
            aws_secret_access_key=SECRET,
            config=Config(
                read_timeout=120, connect_timeout=5, retries={"max_attempts": 1}, s3={"addressing_style": "path"}
            ),
        )
