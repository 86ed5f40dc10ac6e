import type { Asked as Read } from "../payments/exchange";

/** A request, read completely; its path is below that of the provider. */
export type Asked = Read & { remote: string };

/** An answer; without one the connection is closed, as if the network had lost it. */
export type Reply = { status: number; headers: Record<string, string>; body: string | Uint8Array } | undefined;

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Reply {
  const text = body === undefined ? "" : JSON.stringify(body);
  return { status, headers: { "content-type": "application/json;charset=utf-8", ...headers }, body: text };
}

export function plain(status: number, body: string): Reply {
  return { status, headers: { "content-type": "text/plain; charset=utf-8" }, body };
}

export function redirect(to: string): Reply {
  return { status: 303, headers: { location: to, "cache-control": "no-store" }, body: "" };
}
