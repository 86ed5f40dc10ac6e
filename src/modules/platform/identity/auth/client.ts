"use client";

import { notReached } from "@/components/form/server-error";
import { lazyCode } from "@/components/ui/lazy-code";
import { readSecondStepWays, type SecondStepWays } from "@/lib/second-step";

/** An error for a form's fields or for the form, in the shape of a server error. */
class SignInRefusal extends Error {
  readonly code: string;
  readonly details: { fields?: { path: string; message: string }[] };
  constructor(code: string, message: string, field: "password" | "code" | null) {
    super(message);
    this.code = code;
    const own = field !== null && ["UNAUTHENTICATED", "VALIDATION"].includes(code);
    this.details = own ? { fields: [{ path: field, message }] } : {};
  }
}

/** Whether an error says that the e-mail address is not confirmed yet. */
export const isUnverified = (error: unknown) => error instanceof SignInRefusal && error.code === "UNVERIFIED";

const sessionCode = lazyCode(() => import("next-auth/react"));

/** Opens a session through next-auth, which sets the cookie. Null is done; otherwise the second step is asked for. */
async function send(credentials: Record<string, string>, field: "password" | "code"): Promise<SecondStepWays | null> {
  const { signIn } = await sessionCode.load();
  const result = await signIn("credentials", { ...credentials, redirect: false });
  if (result?.ok && !result.error) return null;
  const [, code = "UNREACHABLE", message = notReached] = /^([A-Z_]+):(.+)$/s.exec(result?.error ?? "") ?? [];
  if (code === "SECOND_STEP") return readSecondStepWays(message);
  throw new SignInRefusal(code, message, field);
}

/**
 * Signs in with a password and opens `next`; with a second factor, the page of the second step first. Rejects with the
 * server's message.
 */
export async function signInWithPassword(
  credentials: { email: string; password: string },
  next: string,
): Promise<void> {
  const ways = await send(credentials, "password");
  leaveFor(ways === null ? next : `/second-step?${new URLSearchParams({ ways, next })}`);
}

/** The second step: a code of the authenticator app, or a recovery code. */
export async function signInWithCode(code: string, next: string): Promise<void> {
  await send({ code }, "code");
  leaveFor(next);
}

/** Signs in with a passkey alone, which asks for a finger, a face or a PIN. */
export async function signInWithPasskey(ask: () => Promise<Question>, next: string): Promise<void> {
  await send({ passkey: JSON.stringify(await answerWithPasskey(await ask())) }, "password");
  leaveFor(next);
}

type Question = { options: object };

/** The client of the API, which pages before sign-in need only for a button. */
const apiCode = lazyCode(async () => (await import("@/trpc/before-sign-in")).beforeSignIn);
/** The browser's side of passkeys. */
const passkeyCode = lazyCode(() => import("@simplewebauthn/browser"));

/** The question for a passkey of somebody who is not signed in. */
export const askForPasskey = async (): Promise<Question> => (await apiCode.load()).auth.askForPasskey.mutate({});

/** Sends the link that confirms an e-mail address again. */
export const resendLink = async (email: string) => (await apiCode.load()).auth.resendVerification.mutate({ email });

/** The answer of a passkey to a question of the server. Rejects with a sentence where the person stopped it. */
export async function answerWithPasskey({ options }: Question) {
  const { startAuthentication } = await passkeyCode.load();
  const optionsJSON = options as Parameters<typeof startAuthentication>[0]["optionsJSON"];
  return passkeyShape(await startAuthentication({ optionsJSON }).catch(stopped));
}

/** A new passkey for a question of the server. */
export async function makePasskey({ options }: Question) {
  const { startRegistration } = await passkeyCode.load();
  const optionsJSON = options as Parameters<typeof startRegistration>[0]["optionsJSON"];
  return passkeyShape(await startRegistration({ optionsJSON }).catch(stopped));
}

interface Answer {
  id: string;
  rawId: string;
  response: object;
  clientExtensionResults: object;
}

const passkeyShape = ({ response, clientExtensionResults, ...rest }: Answer) => ({
  ...rest,
  type: "public-key" as const,
  response: { ...response },
  clientExtensionResults: { ...clientExtensionResults },
});

function stopped(error: unknown): never {
  const known = error instanceof Error && error.name === "InvalidStateError";
  const message = known
    ? "This device already has a passkey for your account."
    : "No passkey was used. Try again, or choose another way.";
  throw new SignInRefusal("PASSKEY", message, null);
}

/** Loads a page from scratch, so that no data of the previous user stays in memory. */
function leaveFor(path: string): void {
  window.location.assign(path);
}
