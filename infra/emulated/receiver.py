"""A team's endpoint on loopback: keeps what it is sent and checks each signature with the library of Standard Webhooks."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from standardwebhooks import Webhook

SECRET = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="


class Receiver:
    """Listens for as long as the `with` block runs."""

    def __enter__(self):
        self.events, self.refused = [], []
        kept = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                try:
                    Webhook(SECRET).verify(body, dict(self.headers))
                except Exception as error:  # whatever its library says is wrong
                    kept.refused.append(repr(error))
                    self.send_response(400)
                else:
                    kept.events.append(json.loads(body))
                    self.send_response(204)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/moments"
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def of_type(self, ending):
        return [event for event in self.events if event["type"].endswith(ending)]
