"use client";

import { signIn } from "next-auth/react";
import { notReached } from "@/components/form/server-error";

/** An error for a form's fields or for the form, in the shape of a server error. */
class SignInRefusal extends Error {
  readonly code: string;
  readonly details: { fields?: { path: string; message: string }[] };
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
    this.details = code === "UNAUTHENTICATED" ? { fields: [{ path: "password", message }] } : {};
  }
}

/** Whether an error says that the mail address is not confirmed yet. */
export const isUnverified = (error: unknown) => error instanceof SignInRefusal && error.code === "UNVERIFIED";

/** Opens a session through next-auth, which sets the cookie. Rejects with the server's message. */
export async function signInWithPassword(credentials: { email: string; password: string }): Promise<void> {
  const result = await signIn("credentials", { ...credentials, redirect: false });
  if (result?.ok && !result.error) return;
  const [, code = "UNREACHABLE", message] = /^([A-Z_]+):(.+)$/s.exec(result?.error ?? "") ?? [];
  throw new SignInRefusal(code, message ?? notReached);
}

/** Loads a page from scratch, so that no data of the previous user stays in memory. */
export function leaveFor(path: string): void {
  window.location.assign(path);
}
