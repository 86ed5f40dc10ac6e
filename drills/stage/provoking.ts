import { randomUUID } from "node:crypto";
import { until } from "../until";
import type { Holder } from "./planting";
import type { Stage } from "./stage";
import { Visitor } from "./visitor";

const PATIENCE_MS = 180_000;

/** Tables whose rows hold a secret in some form. */
const secretTables =
  "users sessions auth_tokens totp_secrets recovery_codes passkey_challenges email_changes api_keys invitations".split(
    " ",
  );

/** Requests that the app refuses, with secrets in bodies, headers and addresses. Returns the statuses. */
export async function sendBadRequests({ visitor, ...holder }: Holder): Promise<number[]> {
  const { key, password, wrongPassword, resetToken, invitationToken, slug } = holder;
  const json = { "content-type": "application/json" };
  const bearer = { authorization: `Bearer ${key}` };
  const { STRIPE_WEBHOOK_SECRET = "", INNGEST_SIGNING_KEY = "" } = process.env;
  const post = (body: string, headers: Record<string, string> = json): RequestInit => ({
    method: "POST",
    headers,
    body,
  });
  const form = "/api/auth/callback/credentials";
  const broken = { csrfToken: "x", password, callbackUrl: `http://[/reset?token=${resetToken}` };
  const requests: [path: string, init?: RequestInit][] = [
    [form, post(`{"password": "${wrongPassword}`)],
    // So short that the parser's message quotes all of it.
    [form, post(wrongPassword)],
    [`${form}?password=${wrongPassword}`, { method: "POST", body: new URLSearchParams(broken) }],
    ["/api/trpc/auth.signUp", post(`{"password":${wrongPassword}`)],
    ["/api/trpc/auth.signUp", post(JSON.stringify({ name: "", email: "no address", password }))],
    ["/api/trpc/auth.resetPassword", post(JSON.stringify({ token: resetToken, password: wrongPassword }))],
    [`/api/trpc/auth.openLink?input={"token":"${resetToken}`],
    [`/api/trpc/auth.${key}`],
    [`/api/v1/accounts/${key}`, { headers: bearer }],
    [`/api/v1/accounts?key=${key}`, { headers: bearer }],
    ["/api/v1/accounts", post(`{"name": ${key}`, { ...json, ...bearer })],
    ["/api/v1/accounts", post(JSON.stringify({ name: "", [key]: password }), { ...json, ...bearer })],
    ["/api/v1/accounts", { headers: { authorization: `Bearer ${key}${key}` } }],
    ["/api/v1/accounts", { headers: { ...bearer, "x-padding": key.repeat(800) } }],
    [`/api/v1/nowhere/${key}`, { method: "DELETE", headers: bearer }],
    [`/api/${key}`],
    [`/${resetToken}?token=${resetToken}`],
    [`/reset?token=${resetToken}&password=${wrongPassword}`],
    [`/invitation?token=${invitationToken}`],
    [`/api/imports/${randomUUID()}/files?name=a.csv&token=${resetToken}`, post(key, { "x-workspace": slug })],
    [`/api/exports/${randomUUID()}/file?workspace=${slug}&token=${resetToken}`],
    [`/api/pictures?of=${resetToken}`],
    [`/api/unsubscribe?token=${resetToken}`, { method: "POST" }],
    ["/api/webhooks/stripe", post("{}", { "stripe-signature": `t=1,v1=${STRIPE_WEBHOOK_SECRET}` })],
    [`/api/inngest?fnId=${key}`, post("{}", { ...json, "x-inngest-signature": `t=1&s=${INNGEST_SIGNING_KEY}` })],
    ["/api/pusher/auth", post(`channel_name=${key}`, { "x-workspace": slug })],
  ];
  const statuses: number[] = [];
  for (const [path, init] of requests) statuses.push((await visitor.ask(path, init)).status);
  return statuses;
}

/**
 * Each act that has to do with a secret, while something that it needs is broken. Returns how many of them failed.
 */
async function actAll({ app }: Stage, holder: Holder): Promise<number> {
  const { email, password, wrongPassword, key, resetToken, invitationToken, recoveryCodes, slug, visitor } = holder;
  const stranger = new Visitor(app.url, `198.51.100.${1 + Math.floor(Math.random() * 250)}`);
  const [calls, inside] = [visitor.calls(), visitor.calls(slug)];
  const bearer = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  const name = `Of a broken server ${randomUUID()}`;
  const answered = async (path: string, init?: RequestInit) => {
    const { status } = await visitor.ask(path, init);
    if (status === 0 || status >= 400) throw new Error(String(status));
  };
  const signedIn = async (fields: Record<string, string>) => {
    const reason = await stranger.signIn(fields);
    if (reason) throw new Error(reason);
  };
  const acts: (() => Promise<unknown>)[] = [
    () => signedIn({ email, password }),
    () => signedIn({ code: recoveryCodes[0] ?? "" }),
    () => signedIn({ email, password: wrongPassword }),
    () => calls.auth.confirm.mutate({ by: "password", password }),
    () => calls.auth.confirm.mutate({ by: "code", code: recoveryCodes[1] ?? "" }),
    () => calls.auth.changePassword.mutate({ current: password, password: `${password} again` }),
    () => calls.auth.openLink.query({ token: resetToken, purpose: "reset" }),
    () => calls.auth.resetPassword.mutate({ token: resetToken, password: `${password} anew` }),
    () => calls.auth.startPasskey.mutate({}),
    () => calls.auth.makeRecoveryCodes.mutate({}),
    () => calls.auth.changeEmail.mutate({ email: `other-${email}` }),
    () => calls.tenants.invitation.query({ token: invitationToken }),
    () => inside.apiKeys.create.mutate({ name, scopes: ["account:view"] }),
    () => inside.members.invite.mutate({ invitees: [{ email: `more-${email}`, name: "May More" }], role: "member" }),
    () => answered("/api/v1/accounts", { method: "POST", headers: bearer, body: JSON.stringify({ name }) }),
    () => answered(`/reset?token=${resetToken}`),
    () => answered(`/${slug}/settings/api-keys`),
  ];
  let failed = 0;
  for (const act of acts) {
    const done = await act().then(
      () => true,
      () => false,
    );
    if (!done) failed += 1;
    else console.log("DONE", act.toString().slice(0, 90));
  }
  return failed;
}

/** While the database refuses each row with a secret: its refusals name the whole row. */
export async function whileRowsAreRefused(stage: Stage, holder: Holder): Promise<number> {
  const { database } = stage;
  for (const table of secretTables)
    await database.query(`alter table ${table} add constraint drill_refuses check (false) not valid`);
  const failed = await actAll(stage, holder);
  for (const table of secretTables) await database.query(`alter table ${table} drop constraint drill_refuses`);
  return failed;
}

/** Tables that are taken away together: without the log of acts no change of the others can be saved. */
const goneTogether = [
  ["identity_events", ...secretTables.filter((table) => table !== "users" && table !== "sessions")],
  ["users"],
  ["sessions"],
];

/** While tables with secrets are not there: statements fail in a way that nobody has foreseen. */
export async function whileTablesAreGone(stage: Stage, holder: Holder): Promise<number> {
  const { database } = stage;
  let failed = 0;
  for (const tables of goneTogether) {
    for (const table of tables) await database.query(`alter table ${table} rename to ${table}_gone`);
    failed += await actAll(stage, holder);
    for (const table of tables) await database.query(`alter table ${table}_gone rename to ${table}`);
  }
  return failed;
}

export async function whileDatabaseIsAway(stage: Stage, holder: Holder): Promise<number> {
  await stage.database.kill();
  const failed = await actAll(stage, holder);
  await stage.database.startAgain();
  await until(
    "the app answers again",
    PATIENCE_MS,
    async () => (await holder.visitor.ask("/api/v1/status")).status === 200,
  );
  return failed;
}

/** While mail, channels and the workflow engine are away; the app keeps what it could not deliver, and logs so. */
export async function whileServicesAreAway({ app, mail, channels, engine }: Stage, holder: Holder): Promise<void> {
  const { visitor, slug, email, key } = holder;
  await mail.cut();
  await channels.stop();
  await engine.stop();
  const bearer = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  const told = () => app.output.split("events could not be delivered").length;
  const before = told();
  const reset = await visitor.calls().auth.requestPasswordReset.mutate({ email }).then(String, String);
  const invitees = [{ email: `late-${email}`, name: "Lou Late" }];
  await visitor.calls(slug).members.invite.mutate({ invitees, role: "member" }).catch(String);
  await visitor.ask("/api/v1/accounts", { method: "POST", headers: bearer, body: JSON.stringify({ name: reset }) });
  await until("the app logs that events wait", PATIENCE_MS, () => told() >= before + 2);
  await engine.start();
  await channels.start();
  await mail.mend();
}
