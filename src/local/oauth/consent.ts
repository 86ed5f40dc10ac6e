import { html } from "../markup";
import { notice, page } from "./frame";
import type { Grants } from "./grants";

export type Account = { id: string; label: string; user: string };

/** A provider's consent page: its name, its accounts and the app that asks. */
export type Consent = {
  provider: string;
  accounts: readonly Account[];
  clientId: string;
  scopes: readonly string[];
  grants: Grants;
};

type Reply = { status: number; headers: Record<string, string>; body: string | Uint8Array };

/**
 * Shows which accounts there are and what the app asks for; Allow leads back with a code, Deny with
 * `error=access_denied`. `form` is what a person sent.
 */
export function answerConsent(consent: Consent, query: URLSearchParams, form: URLSearchParams | undefined): Reply {
  const redirectUri = query.get("redirect_uri") ?? "";
  if (query.get("client_id") !== consent.clientId)
    return notice("This app is not known", "The address has no client id that this server knows.", 400);
  if (!isAddress(redirectUri))
    return notice("This link is incomplete", "The address has no redirect_uri to lead back to.", 400);
  const wanted = scopesIn(query, "scope");
  const optional = scopesIn(query, "optional_scope");
  const unknown = [...wanted, ...optional].filter((scope) => !consent.scopes.includes(scope));
  if (wanted.length === 0 || unknown.length > 0) {
    const words = unknown.length > 0 ? `These scopes are not known: ${unknown.join(", ")}.` : "It asks for no scope.";
    return notice("This link asks for scopes that do not exist", words, 400);
  }
  if (form === undefined) return consentPage(consent, [...new Set([...wanted, ...optional])], redirectUri);
  const state = query.get("state");
  const account = consent.accounts.find(({ id }) => id === form.get("account"));
  if (form.get("answer") !== "allow") {
    const refused = { error: "access_denied", error_description: "The person refused." };
    return back(redirectUri, { ...refused, ...(state === null ? {} : { state }) });
  }
  if (!account) return notice("Choose an account", "Go back and choose one of the accounts.", 400);
  const scopes = [...new Set([...wanted, ...optional])];
  const code = consent.grants.codeFor({ account: account.id, user: account.user, scopes, redirectUri });
  return back(redirectUri, { code, ...(state === null ? {} : { state }) });
}

function consentPage({ provider, accounts }: Consent, scopes: readonly string[], redirectUri: string): Reply {
  const choices = accounts.map(
    (
      { id, label, user },
      index,
    ) => html`<label class="choice"><input type="radio" name="account" value="${id}" ${index === 0 ? html`checked` : html``} required>
      <span><b>${label}</b><br><span class="muted small">${user}</span></span></label>`,
  );
  const body = html`<main class="one"><h1>Connect Throughline to ${provider}</h1>
    <p class="muted">This page stands in for ${provider} on this machine. Nothing leaves it.</p>
    <form method="post"><h2>Account</h2>${choices}
      <h2>Throughline asks for</h2><ul class="scopes">${scopes.map((scope) => html`<li class="mono wrap">${scope}</li>`)}</ul>
      <div class="row"><button class="btn lg pri" name="answer" value="allow">Allow</button>
      <button class="btn lg" name="answer" value="deny">Deny</button></div></form></main>`;
  return page({ title: `Connect to ${provider}`, body, leadsTo: redirectUri });
}

const scopesIn = (query: URLSearchParams, name: string) => (query.get(name) ?? "").split(/[\s,]+/).filter(Boolean);

function isAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function back(redirectUri: string, parameters: Record<string, string>): Reply {
  const to = new URL(redirectUri);
  for (const [name, value] of Object.entries(parameters)) to.searchParams.set(name, value);
  return { status: 303, headers: { location: to.href, "cache-control": "no-store" }, body: "" };
}
