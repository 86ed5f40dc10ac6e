import { randomUUID } from "node:crypto";
import type { Grant } from "../../oauth/grants";
import { type Asked, json, type Reply } from "../exchange";
import type { Crm } from "./crm";
import { APP_ID } from "./portals";

/** Answers the calls about tokens; undefined for another address. */
export function answerOauth(crm: Crm, { method, path, body }: Asked): { name: string; reply: Reply } | undefined {
  const [, kind = "", token = ""] =
    /^\/oauth\/v1\/(token|access-tokens|refresh-tokens)(?:\/([^/]+))?$/.exec(path) ?? [];
  const name = `${method} /oauth/v1/${kind}`;
  if (name === "POST /oauth/v1/token") return { name, reply: tokens(crm, new URLSearchParams(body)) };
  if (name === "GET /oauth/v1/access-tokens") return { name, reply: accessToken(crm, token) };
  if (name === "GET /oauth/v1/refresh-tokens") return { name, reply: refreshToken(crm, token) };
  if (name !== "DELETE /oauth/v1/refresh-tokens") return undefined;
  return {
    name,
    reply: crm.grants.revoke(token) ? json(204, undefined) : refused(404, "NOT_FOUND", "resource not found"),
  };
}

function tokens(crm: Crm, form: URLSearchParams): Reply {
  const { grants, keys } = crm;
  if (form.get("client_id") !== keys.clientId) return refused(400, "BAD_CLIENT_ID", "missing or unknown client id");
  if (form.get("client_secret") !== keys.clientSecret)
    return refused(400, "BAD_CLIENT_SECRET", "missing or invalid client secret");
  const kind = form.get("grant_type");
  if (kind === "refresh_token") {
    const grant = grants.living(form.get("refresh_token") ?? "");
    if (!grant) return refused(400, "BAD_REFRESH_TOKEN", "missing or invalid refresh token");
    return tokensOf(crm, grant);
  }
  if (kind !== "authorization_code") return refused(400, "BAD_GRANT_TYPE", "missing or unknown grant type");
  const consent = grants.redeem(form.get("code") ?? "");
  if (!consent) return refused(400, "BAD_AUTH_CODE", "missing or unknown auth code");
  if (consent.redirectUri !== form.get("redirect_uri"))
    return refused(400, "BAD_REDIRECT_URI", "the redirect URI is not that of the authorization");
  return tokensOf(crm, grants.grant(consent));
}

/** The refresh token stays the same. */
export function tokensOf(crm: Crm, grant: Grant): Reply {
  const { token, seconds } = crm.grants.accessFor(grant);
  const body = { token_type: "bearer", access_token: token, refresh_token: grant.refreshToken, expires_in: seconds };
  return json(200, body);
}

function accessToken(crm: Crm, token: string): Reply {
  const found = crm.grants.bearer(token);
  const portal = crm.portal(Number(found?.account));
  if (!found || !portal) return refused(404, "NOT_FOUND", "access token not found");
  return json(200, { token, token_type: "access", expires_in: found.seconds, ...facts(portal, found) });
}

function refreshToken(crm: Crm, token: string): Reply {
  const found = crm.grants.living(token);
  const portal = crm.portal(Number(found?.account));
  if (!found || !portal) return refused(404, "NOT_FOUND", "refresh token not found");
  return json(200, { token, token_type: "refresh", client_id: crm.keys.clientId, ...facts(portal, found) });
}

function facts({ id, domain, owners }: { id: number; domain: string; owners: { userId: number }[] }, found: Grant) {
  const { user, scopes } = found;
  return { user, user_id: owners[0]?.userId ?? id, hub_domain: domain, hub_id: id, app_id: APP_ID, scopes };
}

function refused(status: number, code: string, message: string): Reply {
  return json(status, { status: code, message, correlationId: randomUUID() });
}
