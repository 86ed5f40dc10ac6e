"use client";

import { signIn } from "next-auth/react";
import { notReached } from "@/components/form/server-error";

/** What a form puts on its fields or above them, in the shape of a server's refusal. */
class SignInRefusal extends Error {
  readonly code: string;
  readonly details: { fields?: { path: string; message: string }[] };
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
    this.details = code === "UNAUTHENTICATED" ? { fields: [{ path: "password", message }] } : {};
  }
}

/** Whether a refusal says that the mail address waits for its confirmation. */
export const isUnverified = (error: unknown) => error instanceof SignInRefusal && error.code === "UNVERIFIED";

/** Opens a session through next-auth, which sets the cookie. Rejects with the server's sentence. */
export async function signInWithPassword(credentials: { email: string; password: string }): Promise<void> {
  const result = await signIn("credentials", { ...credentials, redirect: false });
  if (result?.ok && !result.error) return;
  const [, code = "UNREACHABLE", message] = /^([A-Z_]+):(.+)$/s.exec(result?.error ?? "") ?? [];
  throw new SignInRefusal(code, message ?? notReached);
}

/** Loads a page anew, so that nothing of who was signed in before stays in memory. */
export function leaveFor(path: string): void {
  window.location.assign(path);
}
