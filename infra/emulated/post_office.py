"""A mail server on loopback that keeps the letters it is given, each with its recipients."""

import email
import email.policy
import socketserver
import threading


class PostOffice:
    """Listens for as long as the `with` block runs."""

    def __enter__(self):
        self.letters = letters = []

        class Handler(socketserver.StreamRequestHandler):
            def say(self, line):
                self.wfile.write(line + b"\r\n")

            def handle(self):
                self.say(b"220 post.example ESMTP")
                recipients = []
                while line := self.rfile.readline():
                    verb = line.split(b" ")[0].split(b":")[0].strip().upper()
                    if verb == b"QUIT":
                        return self.say(b"221 bye")
                    if verb == b"RCPT":
                        recipients.append(line.decode().split("<")[1].split(">")[0])
                    if verb == b"DATA":
                        self.say(b"354 go ahead")
                        letters.append((recipients, text_of(self.content())))
                        recipients = []
                    self.say(b"250 ok")

            def content(self):
                lines = []
                while (line := self.rfile.readline()) not in (b".\r\n", b""):
                    lines.append(line[1:] if line.startswith(b".") else line)
                return b"".join(lines)

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True

        self.server = Server(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"smtp://127.0.0.1:{self.server.server_address[1]}"
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def to(self, address):
        """Returns the texts of the letters to somebody."""
        return [text for recipients, text in self.letters if address in recipients]


def text_of(content):
    letter = email.message_from_bytes(content, policy=email.policy.default)
    return letter.get_body(("plain",)).get_content()
