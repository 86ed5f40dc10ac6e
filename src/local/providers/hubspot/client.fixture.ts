import { Client } from "@hubspot/api-client";
import { freePort } from "../../ports";
import { type Options, type ProvidersServer, startProviders } from "../start";
import { newPortal, SCOPES } from "./portals";

/** Generous limits and no lag: tests of those set them. */
const QUIET = { lagMs: 0, limits: { tenSeconds: 1_000_000, day: 100_000_000, searches: 1_000_000 } };

let lastPortal = 50_000;

export type HubSpotServer = Awaited<ReturnType<typeof hubspotServer>>;

/** A HubSpot of a test, on a port and with keys of its own; `url` is the base address for the SDK. */
export async function hubspotServer(options: Partial<Options> = {}) {
  const hubspot = { ...QUIET, ...options.hubspot };
  const server = await startProviders({ port: await freePort(), ...options, hubspot });
  return partsOf(server);
}

function partsOf(server: ProvidersServer) {
  const { hubspot, clock, stop } = server;
  const { crm, edit, faults, webhooks } = hubspot;
  /** A new portal, empty. */
  const portal = (name = "Test portal") => {
    lastPortal += 1;
    return crm.putPortal(newPortal({ id: lastPortal, name, domain: `portal${lastPortal}.example` })).id;
  };
  /** A refresh token and an access token for a portal. */
  const grant = (id: number, scopes: string[] = SCOPES) => {
    const given = hubspot.grant(id, scopes);
    return { refreshToken: given.refreshToken, accessToken: crm.grants.accessFor(given).token };
  };
  /** The SDK, connected to a portal. */
  const client = (id: number, scopes?: string[]) => clientFor(`${server.url}/hubspot`, grant(id, scopes).accessToken);
  return {
    url: `${server.url}/hubspot`,
    keys: server.keys.hubspot,
    seed: hubspot.seed.bind(hubspot),
    calls: crm.calls,
    settings: crm.settings,
    ...{ faults, edit, webhooks, clock, portal, grant, client, stop, crm },
  };
}

export function clientFor(basePath: string, accessToken: string): Client {
  return new Client({ accessToken, basePath, numberOfApiCallRetries: 0 });
}

/** The status and the body of an error that the SDK throws. */
export async function bodyOf(call: Promise<unknown>) {
  const error: unknown = await call.then(
    () => new Error("The call was answered, but a refusal was expected."),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Error) || !("code" in error)) throw error;
  const { code, body, headers } = error as Error & { code: number; body: unknown; headers: Record<string, string> };
  return { code, body: typeof body === "string" ? JSON.parse(body) : body, headers } as const;
}
