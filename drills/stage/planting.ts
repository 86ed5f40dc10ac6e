import { randomUUID } from "node:crypto";
import type { Planted } from "./planted";
import type { Stage } from "./stage";
import { Visitor } from "./visitor";

/** The variables of the environment that open something; of an address the password in it. */
export const secretVariables = [
  "NEXTAUTH_SECRET",
  "ENCRYPTION_KEY",
  "DATABASE_URL",
  "DATABASE_PLATFORM_URL",
  "DATABASE_OWNER_URL",
  "SMTP_URL",
  "PUSHER_SECRET",
  "INNGEST_EVENT_KEY",
  "INNGEST_SIGNING_KEY",
  "STRIPE_SECRET_KEY",
  "STRIPE_WEBHOOK_SECRET",
] as const;

/** The secrets with which the app was started. */
export const environmentSecrets = (): Planted[] =>
  secretVariables.map((name) => {
    const value = process.env[name] ?? "";
    const text = name.endsWith("_URL")
      ? decodeURIComponent(new URL(value).password)
      : value.replace(/^signkey-\w+-/, "");
    if (text.length < 8) throw new Error(`${name} holds no secret, so nothing can be looked for.`);
    return { name, text };
  });

/** A person who was given every kind of secret through the app's own doors, and what they have. */
export interface Holder {
  visitor: Visitor;
  slug: string;
  tenantId: string;
  userId: string;
  email: string;
  password: string;
  wrongPassword: string;
  key: string;
  resetToken: string;
  invitationToken: string;
  totpSecret: string;
  recoveryCodes: string[];
  /** All of it, and more, by name. */
  planted: Planted[];
}

/** Signs up, signs in and asks for each kind of secret, as a browser does. */
export async function plantSecrets(stage: Stage): Promise<Holder> {
  const visitor = new Visitor(stage.app.url, "203.0.113.7");
  const email = `holder-${randomUUID().slice(0, 8)}@firm.example`;
  const [password, wrongPassword] = [`planted ${randomUUID()}`, `wr-${randomUUID().slice(0, 6)}`];
  const link = await signUp(visitor, { email, password });
  await visitor.signIn({ email, password: wrongPassword });
  const refusal = await visitor.signIn({ email, password });
  if (refusal) throw new Error(`The holder of secrets could not sign in: ${refusal}`);
  const slug = `secrets-${randomUUID().slice(0, 8)}`;
  const regional = { currency: "EUR", locale: "en-IE", timeZone: "Europe/Dublin" };
  const { id: tenantId } = await visitor.calls().tenants.create.mutate({ name: slug, slug, ...regional });
  const sessions = await sessionSecrets(visitor);
  const factors = await plantFactors(visitor, { email, password });
  const { key } = await visitor
    .calls(slug)
    .apiKeys.create.mutate({ name: "Planted", scopes: ["account:view", "account:create"] });
  const links = await plantLinks(visitor, slug, email);
  const userId = await userIdOf(stage, email);
  const planted: Planted[] = [
    { name: "the password", text: password },
    { name: "the wrong password", text: wrongPassword },
    { name: "the API key", text: key },
    { name: "the link to confirm an address", text: link },
    ...sessions,
    ...factors.planted,
    ...links.planted,
  ];
  const { totpSecret, recoveryCodes } = factors;
  const { resetToken, invitationToken } = links;
  const had = { email, password, wrongPassword, key, resetToken, invitationToken, totpSecret, recoveryCodes };
  return { visitor, slug, tenantId, userId, ...had, planted };
}

async function userIdOf({ database }: Stage, email: string): Promise<string> {
  const [row] = await database.query<{ id: string }>("select id from users where email_key = $1", [email]);
  return row?.id ?? "";
}

/** Returns the token of the mailed link. */
async function signUp(visitor: Visitor, { email, password }: { email: string; password: string }): Promise<string> {
  const { mailedToken } = await import("@/test/identity");
  const { auth } = visitor.calls();
  await auth.signUp.mutate({ name: "Hope Holder", email, password });
  const token = await mailedToken(email, "/verify");
  await auth.openLink.query({ token, purpose: "verify" });
  await auth.verifyEmail.mutate({ token, password });
  return token;
}

/** The cookies of a browser that signed in, and the token inside of the first. */
async function sessionSecrets(visitor: Visitor): Promise<Planted[]> {
  const { readSessionToken } = await import("@/server/session-cookie");
  const cookie = visitor.cookie("session-token");
  const token = await readSessionToken(cookie);
  if (!token) throw new Error("The cookie of the session holds no token.");
  return [
    { name: "the session's token", text: token },
    { name: "the session's cookie", text: cookie },
    { name: "the mark of the browser", text: visitor.cookie("throughline.device") },
  ];
}

/** A passkey, an authenticator app and recovery codes, and a sign-in with each of the last two. */
async function plantFactors(visitor: Visitor, person: { email: string; password: string }) {
  const { testAuthenticator } = await import("@/test/passkey");
  const { generate } = await import("otplib");
  const { auth } = visitor.calls();
  const question = await auth.startPasskey.mutate({});
  const answer = testAuthenticator().register(question);
  const { recoveryCodes } = await auth.addPasskey.mutate({ name: "Laptop", answer });
  const [first = "", ...left] = recoveryCodes ?? [];
  const { secret: totpSecret } = await auth.startTotp.mutate({});
  const code = await generate({ secret: totpSecret });
  await auth.finishTotp.mutate({ code, secret: totpSecret });
  const atSignIn = await auth.askForPasskey.mutate({});
  await visitor.signIn(person);
  const proof = visitor.cookie("throughline.second-step");
  const wrongCode = "WRNG-CDEF-GHJK-MNPQ";
  await visitor.signIn({ code: wrongCode });
  const refusal = await visitor.signIn({ code: first });
  if (refusal) throw new Error(`The recovery code was refused: ${refusal}`);
  const planted: Planted[] = [
    { name: "the secret of the authenticator app", text: totpSecret },
    { name: "the one-time code", text: code, alone: true },
    { name: "the proof of the password between two steps", text: proof },
    { name: "the wrong recovery code", text: wrongCode },
    ...[first, ...left].map((text, nth) => ({ name: `recovery code ${nth + 1}`, text })),
    ...[first, ...left].map((text, nth) => ({
      name: `recovery code ${nth + 1}, plain`,
      text: text.replaceAll("-", ""),
    })),
    { name: "the challenge for a new passkey", text: String(question.options.challenge) },
    { name: "the challenge for a passkey at sign-in", text: String(atSignIn.options.challenge) },
  ];
  return { totpSecret, recoveryCodes: left, planted };
}

/** Links of mails that nobody has used yet. */
async function plantLinks(visitor: Visitor, slug: string, email: string) {
  const { mailedToken } = await import("@/test/identity");
  const [guest, next] = [`guest-${email}`, `next-${email}`];
  const { auth, tenants } = visitor.calls();
  await auth.requestPasswordReset.mutate({ email });
  const resetToken = await mailedToken(email, "/reset");
  await auth.openLink.query({ token: resetToken, purpose: "reset" });
  await visitor.calls(slug).members.invite.mutate({ invitees: [{ email: guest, name: "Gus Guest" }], role: "member" });
  const invitationToken = await mailedToken(guest, "/invitation");
  await tenants.invitation.query({ token: invitationToken });
  await auth.changeEmail.mutate({ email: next });
  const planted: Planted[] = [
    { name: "the link of a reset", text: resetToken },
    { name: "the link of an invitation", text: invitationToken },
    { name: "the link to the old address", text: await mailedToken(email, "/email") },
    { name: "the link to the new address", text: await mailedToken(next, "/email") },
  ];
  return { resetToken, invitationToken, planted };
}
