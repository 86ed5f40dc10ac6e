import { mkdtemp, readdir, rm } from "node:fs/promises";
import { get, type IncomingMessage } from "node:http";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { createTransport, type SendMailOptions } from "nodemailer";
import { afterEach, beforeEach, expect, it } from "vitest";
import { freePort } from "../ports";
import type { Mail } from "./mailbox";
import { type MailServer, startMail } from "./start";

let dir: string;
let server: MailServer;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "throughline-mail-"));
  server = await startMail({ dir, smtpPort: await freePort(), viewPort: await freePort() });
});

afterEach(async () => {
  await server.stop();
  await rm(dir, { recursive: true });
});

it("keeps what was sent, newest first, and narrows to one address", async () => {
  await send({ to: "Ann <ann@firm.example>", subject: "Grüße", text: "See https://crm.example/a?b=1&c=2." });
  await send({ to: "bob@firm.example", bcc: "ann@firm.example", subject: "Second", text: "-" });
  await send({ to: "bob@firm.example", subject: "Third", text: "-" });
  expect((await list()).map(({ subject }) => subject)).toEqual(["Third", "Second", "Grüße"]);
  const forAnn = await list("ANN@firm.example");
  expect(forAnn.map(({ subject }) => subject)).toEqual(["Second", "Grüße"]);
  expect(forAnn[1]).toMatchObject({
    from: "Throughline <no-reply@throughline.example>",
    to: ["ann@firm.example"],
    text: expect.stringContaining("See https://"),
  });
});

it("is read under the names of this machine only", async () => {
  await send({ to: "ann@firm.example", subject: "Reset", text: "https://crm.example/reset?token=abc" });
  const url = new URL(server.viewUrl);
  for (const path of ["", "/api/messages"])
    for (const [host, status] of [
      [url.host, 200],
      [`localhost:${url.port}`, 200],
      ["evil.example", 403],
      [`localhost.evil.example:${url.port}`, 403],
    ] as const) {
      const answer = await new Promise<IncomingMessage>((done) =>
        get(`${url.href}${path}`, { headers: { host } }, done),
      );
      expect([host, path, answer.statusCode]).toEqual([host, path, status]);
      expect((await text(answer)).includes("Reset")).toBe(status === 200);
    }
});

it("lists the links of a mail, ready to follow", async () => {
  await send({
    to: "ann@firm.example",
    subject: "Verify",
    html: '<a href="https://crm.example/verify?token=abc&amp;next=%2Fhome">Verify</a><a href="mailto:x@y.example">us</a>',
    text: "Verify: https://crm.example/verify?token=abc&next=%2Fhome",
  });
  expect((await list())[0]?.links).toEqual(["https://crm.example/verify?token=abc&next=%2Fhome"]);
});

it("still has its mails after a restart", async () => {
  await send({ to: "ann@firm.example", subject: "Before", text: "-" });
  const [before] = await list();
  await server.stop();
  server = await startMail({ dir, smtpPort: await freePort(), viewPort: await freePort() });
  expect(await list()).toEqual([before]);
  expect(await readdir(dir)).toEqual([`${before?.id}.eml`]);
});

it("shows a hostile mail as text, and its markup only where nothing runs", async () => {
  const hostile = `"><script>alert(1)</script><img src=x onerror=alert(1)>`;
  await send({ to: "ann@firm.example", subject: hostile, html: `<p>${hostile}</p>`, text: hostile });
  const [mail] = await list();
  for (const path of ["", `/messages/${mail?.id}`, `?to=${encodeURIComponent(hostile)}`]) {
    const response = await fetch(server.viewUrl + path);
    const page = await response.text();
    expect(page).not.toMatch(/<script|<img|onerror=alert\(1\)>[^&]/i);
    expect(response.headers.get("content-security-policy")).toMatch(/^default-src 'none'/);
    expect(response.headers.get("content-security-policy")).not.toContain("script-src");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  }
  const page = await (await fetch(`${server.viewUrl}/messages/${mail?.id}`)).text();
  expect(page).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"');
  expect(page).not.toMatch(/allow-(scripts|same-origin)/);
});

it("answers wrong addresses and writes as such", async () => {
  expect((await fetch(`${server.viewUrl}/messages/00-00`)).status).toBe(404);
  expect((await fetch(`${server.viewUrl}/api/messages/00-00`)).status).toBe(404);
  expect((await fetch(`${server.viewUrl}/../../etc/passwd`)).status).toBe(404);
  expect((await fetch(server.viewUrl, { method: "DELETE" })).status).toBe(405);
});

it("stays up whatever address it is asked for", async () => {
  const { origin } = new URL(server.viewUrl);
  for (const path of ["//", "/\\", "//:", "/%"]) expect((await fetch(`${origin}${path}`)).status).toBe(404);
  expect((await fetch(server.viewUrl)).status).toBe(200);
});

it("takes two mails at once, and stays up when a client hangs up in the middle", async () => {
  const port = Number(new URL(server.smtpUrl).port);
  await new Promise<void>((done) => {
    const socket = createConnection(port, "127.0.0.1", () => socket.write("EHLO x\r\nMAIL FROM:<a@b.example>\r\n"));
    socket.once("data", () => socket.resetAndDestroy());
    socket.once("close", () => done());
  });
  const both = ["one", "two"].map((subject) => send({ to: "ann@firm.example", subject, text: "-" }));
  await Promise.all(both);
  expect((await list()).map(({ subject }) => subject).sort()).toEqual(["one", "two"]);
});

it("names a port that is taken", async () => {
  const taken = Number(new URL(server.viewUrl).port);
  await expect(startMail({ dir, smtpPort: await freePort(), viewPort: taken })).rejects.toThrow(
    `Port ${taken} on 127.0.0.1 is in use by another program`,
  );
});

async function send(mail: SendMailOptions): Promise<void> {
  const transport = createTransport(server.smtpUrl);
  await transport.sendMail({ from: "Throughline <no-reply@throughline.example>", ...mail });
  transport.close();
}

async function list(to?: string): Promise<Mail[]> {
  const query = to === undefined ? "" : `?to=${encodeURIComponent(to)}`;
  const response = await fetch(`${server.viewUrl}/api/messages${query}`);
  return (await response.json()) as Mail[];
}
