import "server-only";
import { z } from "zod";
import type { Grant, Tokens } from "@/server/sync/provider";
import { tokenCall } from "@/server/sync/token-call";
import { requireApp } from "./settings";

const tokens = z.object({ access_token: z.string(), refresh_token: z.string(), expires_in: z.number() });
const tokenFacts = z.object({
  hub_id: z.number(),
  hub_domain: z.string().nullish(),
  scopes: z.array(z.string()),
});

/** The rights that the app asks for. */
export const scopes = [
  "oauth",
  ...["contacts", "companies", "deals"].flatMap((object) => [
    `crm.objects.${object}.read`,
    `crm.objects.${object}.write`,
    `crm.schemas.${object}.read`,
    `crm.schemas.${object}.write`,
  ]),
  "crm.objects.owners.read",
];

/** The page of HubSpot where a person allows the connection. */
export function consentUrl({ state, redirect }: { state: string; redirect: string }): string {
  const app = requireApp();
  const query = new URLSearchParams({
    client_id: app.clientId,
    redirect_uri: redirect,
    scope: scopes.join(" "),
    state,
  });
  return `${app.consentUrl}/oauth/authorize?${query}`;
}

/** The tokens for the code that came back from the consent, and the portal that they are for. */
export async function exchange({ code, redirect }: { code: string; redirect: string }): Promise<Grant> {
  const granted = await tokensFor({ grant_type: "authorization_code", code, redirect_uri: redirect });
  const facts = await call(tokenFacts, "GET", `access-tokens/${encodeURIComponent(granted.accessToken)}`);
  const id = String(facts.hub_id);
  return { ...granted, remoteAccount: { id, name: facts.hub_domain || `Portal ${id}` }, scopes: facts.scopes };
}

export const refresh = async (refreshToken: string): Promise<Tokens> =>
  await tokensFor({ grant_type: "refresh_token", refresh_token: refreshToken });

/** A token that HubSpot no longer knows is revoked already. */
export async function revoke(refreshToken: string): Promise<void> {
  await call(z.unknown(), "DELETE", `refresh-tokens/${encodeURIComponent(refreshToken)}`);
}

async function tokensFor(wanted: Readonly<Record<string, string>>): Promise<Tokens> {
  const { clientId, clientSecret } = requireApp();
  const began = Date.now();
  const form = { ...wanted, client_id: clientId, client_secret: clientSecret };
  const answer = await call(tokens, "POST", "token", form);
  const expiresAt = new Date(began + answer.expires_in * 1_000);
  return { accessToken: answer.access_token, refreshToken: answer.refresh_token, expiresAt };
}

/** By the one door outwards and not by the SDK: connecting is part of a request, and the SDK is large. */
async function call<T>(
  schema: z.ZodType<T>,
  method: "GET" | "POST" | "DELETE",
  path: string,
  form?: Readonly<Record<string, string>>,
) {
  const { apiUrl } = requireApp();
  return await tokenCall(schema, {
    label: "HubSpot",
    url: `${apiUrl ?? "https://api.hubapi.com"}/oauth/v1/${path}`,
    method,
    ...(form ? { form } : {}),
    ...(method === "DELETE" ? { mayBeGone: true as const } : {}),
    operatorOrigin: apiUrl && new URL(apiUrl).origin,
  });
}
