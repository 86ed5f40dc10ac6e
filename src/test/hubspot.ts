import { env } from "@/env";
import { type HubSpotServer, hubspotServer } from "@/local/providers/hubspot/client.fixture";
import { APP_ID } from "@/local/providers/hubspot/portals";
import { crmClient } from "@/modules/hub-hubspot/hubspot/operations/crm-client";
import type { ProviderClient } from "@/server/sync/provider";

export interface HubSpotTrial extends HubSpotServer {
  /** The provider's own client of a portal. */
  connect(portal: number, scopes?: string[]): Promise<ProviderClient>;
  /** The headers of all answers so far. */
  answers: Headers[];
}

/** A HubSpot of a test, which the app of this process is set up for. */
export async function hubspotTrial(options: Parameters<typeof hubspotServer>[0] = {}): Promise<HubSpotTrial> {
  const server = await hubspotServer(options);
  Object.assign(env, {
    HUBSPOT_CLIENT_ID: server.keys.clientId,
    HUBSPOT_CLIENT_SECRET: server.keys.clientSecret,
    HUBSPOT_APP_ID: String(APP_ID),
    HUBSPOT_API_URL: server.url,
    HUBSPOT_APP_URL: server.url,
  });
  const answers: Headers[] = [];
  const connect = async (portal: number, scopes?: string[]) =>
    await crmClient(server.grant(portal, scopes).accessToken, (headers) => void answers.push(headers));
  const stop = async () => {
    await server.stop();
    for (const name of ["CLIENT_ID", "CLIENT_SECRET", "APP_ID", "API_URL", "APP_URL"])
      Reflect.deleteProperty(env, `HUBSPOT_${name}`);
  };
  return { ...server, answers, connect, stop };
}

/** A ProviderFailure of this kind, for `rejects.toMatchObject`. */
export const failure = (kind: string) => ({ name: "ProviderFailure", kind });
