import { createServer, type IncomingMessage, type Server } from "node:http";
import { isLoopbackHost } from "@/lib/loopback";
import type { Mailbox } from "./mailbox";
import { listPage, mailPage, missingPage, STYLE } from "./pages";

/** Path under which the app shows the viewer; the viewer itself uses the same one. */
export const BASE = "/dev/mail";

// No scripts at all; pictures only from here or from the mail itself.
const POLICY = [
  "default-src 'none'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'self'",
].join("; ");

type Reply = { status: number; type: string; body: string };

/** The web server of the viewer; it only reads. */
export function createViewer(mailbox: Mailbox): Server {
  return createServer((request, response) => {
    const { status, type, body } = answer(mailbox, request);
    response.writeHead(status, {
      "content-type": `${type}; charset=utf-8`,
      "content-length": Buffer.byteLength(body),
      "content-security-policy": POLICY,
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cache-control": "no-store",
    });
    response.end(body);
  });
}

function answer(mailbox: Mailbox, { method, url = "/", headers }: IncomingMessage): Reply {
  // Another site can give this machine a name of its own; the browser would then let it read the mails.
  if (!isLoopbackHost(headers.host ?? null)) {
    return { status: 403, type: "text/plain", body: "Mails are shown under localhost only." };
  }
  if (method !== "GET" && method !== "HEAD") {
    return { status: 405, type: "text/plain", body: "This address is read-only." };
  }
  // Joined, because after two slashes the second part would be read as a host name.
  const { pathname, searchParams } = new URL(`http://viewer${url.startsWith("/") ? url : "/"}`);
  const path = pathname.replace(/\/$/, "");
  const to = searchParams.get("to") ?? "";
  if (path === BASE) return { status: 200, type: "text/html", body: listPage(BASE, mailbox.list(to), to) };
  if (path === `${BASE}/style.css`) return { status: 200, type: "text/css", body: STYLE };
  if (path === `${BASE}/api/messages`) return json(200, mailbox.list(to));
  const [, kind, id = ""] = new RegExp(`^${BASE}/(api/messages|messages)/([0-9a-f-]+)$`).exec(path) ?? [];
  const mail = mailbox.find(id);
  if (kind === "api/messages") return mail ? json(200, mail) : json(404, { error: "There is no such mail." });
  return mail
    ? { status: 200, type: "text/html", body: mailPage(BASE, mail) }
    : { status: 404, type: "text/html", body: missingPage(BASE) };
}

function json(status: number, body: unknown): Reply {
  return { status, type: "application/json", body: JSON.stringify(body) };
}
