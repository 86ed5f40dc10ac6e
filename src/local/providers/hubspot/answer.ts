import { isLoopbackAddress, isLoopbackHost } from "@/lib/loopback";
import { answerConsent } from "../../oauth/consent";
import { type Asked, plain, type Reply } from "../exchange";
import { answerAdmin } from "./admin";
import { visitConsole } from "./console";
import type { HubSpot } from "./hubspot";
import { SCOPES } from "./portals";

/** Answers a request to HubSpot: the API, the consent page, the console and the doors for tests. */
export async function answerHubSpot(hubspot: HubSpot, asked: Asked): Promise<Reply> {
  const { method, path, headers, query, body, remote } = asked;
  if (/^\/(crm|account-info|oauth\/v1)\//.test(path)) return hubspot.api.answer(asked);
  // Another site can give this machine a name of its own; the browser would then let it use the pages.
  if (!isLoopbackHost(headers.host ?? null) || !isLoopbackAddress(remote))
    return plain(403, "This server is for its own machine only.");
  if (path.startsWith("/admin/")) return answerAdmin(hubspot, asked);
  const { origin } = headers;
  const isForm = method === "POST";
  if (!isForm && method !== "GET" && method !== "HEAD") return plain(405, "This address takes forms only.");
  if (isForm && origin !== undefined && origin !== `http://${headers.host}`)
    return plain(403, "Another site cannot send this form.");
  const form = isForm ? new URLSearchParams(body) : undefined;
  const fields = new URLSearchParams(query);
  if (path === "/oauth/authorize") return answerConsent(consentOf(hubspot), fields, form);
  return visitConsole({ hubspot, path, query: fields, form });
}

function consentOf({ crm }: HubSpot) {
  const accounts = crm
    .portals()
    .map(({ id, name, user }) => ({ id: String(id), label: `${name} · portal ${id}`, user }));
  const { grants, keys } = crm;
  return { provider: "HubSpot", accounts, clientId: keys.clientId, scopes: SCOPES, grants };
}
