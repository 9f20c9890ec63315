// A mail server on this machine that keeps the letters it is given.
import PostalMime from "postal-mime";
import { SMTPServer } from "smtp-server";

import { until } from "./moments.mjs";

/** Opens a mail server; `port`, `letterTo(address)` and `close()`. */
export async function openPostOffice() {
  const letters = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["AUTH", "STARTTLS"],
    onData(stream, session, done) {
      const pieces = [];
      stream.on("data", (piece) => pieces.push(piece));
      stream.on("end", async () => {
        const to = session.envelope.rcptTo.map((one) => one.address);
        letters.push({ ...(await PostalMime.parse(Buffer.concat(pieces))), to });
        done();
      });
    },
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: server.server.address().port,
    letters,
    letterTo: (address) => until(async () => letters.find((letter) => letter.to.includes(address)), `letter to ${address}`),
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
