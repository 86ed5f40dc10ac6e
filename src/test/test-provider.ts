import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { type Hint, type Provider, ProviderFailure, registerProviders } from "@/server/sync/provider";
import { tokenCall } from "@/server/sync/token-call";

const label = "Test CRM";
const webhookSecret = "webhooks-of-the-test-crm";
const freshMs = 5 * 60_000;

const tokens = z.object({ access_token: z.string(), refresh_token: z.string(), expires_in: z.number() });
const granted = tokens.extend({ account: z.object({ id: z.string(), name: z.string() }), scopes: z.array(z.string()) });
const expiry = (seconds: number) => new Date(Date.now() + seconds * 1000);
const present = ({ access_token, refresh_token, expires_in }: z.output<typeof tokens>) => ({
  accessToken: access_token,
  refreshToken: refresh_token,
  expiresAt: expiry(expires_in),
});

/** A service that speaks OAuth at `origin`, under the licence of HubSpot; its webhooks are signed as those of services are. */
export function testProvider(origin: string, more: Partial<Provider> = {}): Provider {
  const call = <T>(schema: z.ZodType<T>, path: string, form: Record<string, string>) =>
    tokenCall(schema, { label, url: `${origin}${path}`, form, operatorOrigin: origin });
  return {
    key: "testcrm",
    label,
    licence: "integration-hubspot",
    purpose: "Accounts and contacts, both ways",
    group: "CRM",
    objects: [
      {
        entity: "account",
        remote: "companies",
        labels: { ours: "Accounts", theirs: "companies" },
        batch: 100,
        pairs: [],
        importSource: "testcrm",
        keys: [],
      },
    ],
    pace: { requests: 100, windowMs: 10_000 },
    isAvailable: () => true,
    consentUrl: ({ state, redirect }) =>
      `${origin}/authorize?${new URLSearchParams({ state, redirect_uri: redirect })}`,
    async exchange({ code, redirect }) {
      const answer = await call(granted, "/token", { grant_type: "code", code, redirect_uri: redirect });
      return { ...present(answer), remoteAccount: answer.account, scopes: answer.scopes };
    },
    refresh: async (token) => present(await call(tokens, "/token", { grant_type: "refresh", token })),
    revoke: async (token) => void (await call(z.unknown(), "/revoke", { token })),
    client: () => Promise.reject(new ProviderFailure("unavailable", "The test service has no records.")),
    allowance: () => ({ dayLimit: null, dayLeft: null }),
    hints({ url, headers, body, now }) {
      const at = Number(headers.get("x-test-timestamp"));
      const wanted = Buffer.from(signatureOf(url, at, body));
      const given = Buffer.from(headers.get("x-test-signature") ?? "");
      if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return null;
      return Math.abs(now.getTime() - at) <= freshMs ? (JSON.parse(body) as Hint[]) : null;
    },
    ...more,
  };
}

const signatureOf = (url: string, at: number, body: string) =>
  createHmac("sha256", webhookSecret).update(`POST${url}${body}${at}`).digest("base64");

/** The headers of a webhook of the test service to this address. */
export const signedHeaders = (url: string, body: string, at = Date.now()): Record<string, string> => ({
  "x-test-timestamp": String(at),
  "x-test-signature": signatureOf(url, at, body),
});

export interface TestCrm {
  origin: string;
  provider: Provider;
  /** A code as the consent page gives one, good once. */
  code(account?: { id: string; name: string }): string;
  refreshes(): number;
  revoked: string[];
  /** The refresh token that is accepted at present; null after the grant was ended. */
  endGrants(): void;
  /** Answers of the server from now on; "lost" does the work and breaks the connection off. */
  manner: { status: number | null; lost: boolean; rotates: boolean; delayMs: number; expiresIn: number };
  stop(): Promise<void>;
}

/** A small server that speaks OAuth, registered as the service `testcrm` of this process. */
export async function startTestCrm(): Promise<TestCrm> {
  const codes = new Map<string, { id: string; name: string }>();
  const grants = new Set<string>();
  const revoked: string[] = [];
  const manner = { status: null as number | null, lost: false, rotates: true, delayMs: 0, expiresIn: 1_800 };
  let refreshes = 0;

  const renewed = (refresh: string) => {
    grants.add(refresh);
    return { access_token: `access-${randomUUID()}`, refresh_token: refresh, expires_in: manner.expiresIn };
  };
  const answers: Record<string, (form: URLSearchParams) => object | null> = {
    code(form) {
      const account = codes.get(form.get("code") ?? "");
      codes.delete(form.get("code") ?? "");
      return account ? { ...renewed(`refresh-${randomUUID()}`), account, scopes: ["records"] } : null;
    },
    refresh(form) {
      const sent = form.get("token") ?? "";
      refreshes++;
      if (!grants.has(sent)) return null;
      if (!manner.rotates) return renewed(sent);
      grants.delete(sent);
      return renewed(`refresh-${randomUUID()}`);
    },
  };
  const answer = (path: string | undefined, form: URLSearchParams): object | null => {
    if (path === "/token") return answers[form.get("grant_type") ?? ""]?.(form) ?? null;
    revoked.push(form.get("token") ?? "");
    return grants.delete(form.get("token") ?? "") ? {} : null;
  };
  const server = createServer(async (request: IncomingMessage, response) => {
    const form = new URLSearchParams(await text(request));
    if (manner.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, manner.delayMs));
    if (manner.status !== null) return void response.writeHead(manner.status).end("{}");
    const body = answer(request.url, form);
    if (manner.lost) return void response.destroy();
    response.writeHead(body ? 200 : 400, { "content-type": "application/json" });
    response.end(JSON.stringify(body ?? { error: "invalid_grant" }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = testProvider(origin);
  registerProviders([provider]);
  return {
    origin,
    provider,
    code(account = { id: "4711", name: "Halden Systems" }) {
      const code = randomUUID();
      codes.set(code, account);
      return code;
    },
    refreshes: () => refreshes,
    revoked,
    endGrants: () => grants.clear(),
    manner,
    stop: () => ended(server),
  };
}

async function ended(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, "close");
}
