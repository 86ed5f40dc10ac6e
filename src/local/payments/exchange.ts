import type { IncomingHttpHeaders } from "node:http";

/** A request, read completely. */
export type Asked = { method: string; path: string; query: string; headers: IncomingHttpHeaders; body: string };

export type Answer = { status: number; headers: Record<string, string>; body: string | Uint8Array };
