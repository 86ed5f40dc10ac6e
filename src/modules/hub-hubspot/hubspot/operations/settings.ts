import "server-only";
import { env } from "@/env";

interface App {
  id: string;
  clientId: string;
  clientSecret: string;
  /** Undefined is HubSpot itself. */
  apiUrl: string | undefined;
  consentUrl: string;
}

/** The app of HubSpot that the operator has set up; null without one. */
export function hubspotApp(): App | null {
  const { HUBSPOT_APP_ID: id, HUBSPOT_CLIENT_ID: clientId, HUBSPOT_CLIENT_SECRET: clientSecret } = env;
  if (id === undefined || clientId === undefined || clientSecret === undefined) return null;
  const consentUrl = env.HUBSPOT_APP_URL ?? "https://app.hubspot.com";
  return { id, clientId, clientSecret, apiUrl: env.HUBSPOT_API_URL, consentUrl };
}

/** For work that is impossible without it. */
export function requireApp(): App {
  const app = hubspotApp();
  if (!app) throw new Error("HubSpot is not set up on this server.");
  return app;
}
