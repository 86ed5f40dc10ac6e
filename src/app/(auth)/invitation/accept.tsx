"use client";

import { signInWithPassword } from "@/modules/platform/auth/client";
import { AcceptInvitation } from "@/modules/platform/tenants/components/accept-invitation";
import type { OpenedInvitation } from "@/modules/platform/tenants/schema";

/** Joins a workspace, and signs a new person in right after it. */
export function Accept({ token, invitation }: { token: string; invitation: OpenedInvitation }) {
  return <AcceptInvitation token={token} invitation={invitation} signIn={signInWithPassword} />;
}
