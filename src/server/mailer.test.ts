import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer, type Server, type Socket } from "node:net";
import { createElement } from "react";
import { afterEach, expect, test, vi } from "vitest";

let server: Server;
afterEach(() => server.close());

/** A mail server that gives the set answer to each command; null disconnects. */
async function smtp(answers: (command: string) => string | null): Promise<void> {
  server = createServer((socket: Socket) => {
    socket.on("error", () => undefined);
    let inData = false;
    const say = (answer: string | null) => (answer === null ? socket.destroy() : socket.write(`${answer}\r\n`));
    say(answers("greeting"));
    let rest = "";
    socket.on("data", (bytes) => {
      rest += bytes.toString();
      for (;;) {
        const end = inData ? rest.indexOf("\r\n.\r\n") : rest.indexOf("\r\n");
        if (end < 0) return;
        const text = rest.slice(0, end);
        rest = rest.slice(end + (inData ? 5 : 2));
        const command = inData ? "message" : (text.split(/[ :]/)[0] ?? "").toUpperCase();
        inData = command === "DATA";
        say(answers(command));
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  vi.stubEnv("SMTP_URL", `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`);
  vi.resetModules();
}

const polite = (command: string) => ({ greeting: "220 here", DATA: "354 go on", QUIT: "221 bye" })[command] ?? "250 ok";

async function again(): Promise<string> {
  const { deliverMail, MailRefused } = await import("./mailer");
  try {
    await deliverMail({ to: "bo@firm.example", subject: "News", body: createElement("p", null, "x") });
    return "taken";
  } catch (error) {
    return error instanceof MailRefused ? error.again : String(error);
  }
}

test.each([
  ["taken, when all is well", {}, "taken"],
  ["later, when the server is busy", { greeting: "421 busy" }, "later"],
  ["later, when it hangs up before it has anything", { greeting: null }, "later"],
  ["later, when it puts the address off", { RCPT: "450 later" }, "later"],
  ["never, when it does not know the address", { RCPT: "550 nobody here" }, "never"],
  ["never, when it does not want the mail", { message: "554 no" }, "never"],
  ["unknown, when the line breaks after the mail", { message: null }, "unknown"],
])("%s", async (_, other: Record<string, string | null>, expected) => {
  await smtp((command) => (command in other ? (other[command] ?? null) : polite(command)));
  expect(await again()).toBe(expected);
});
