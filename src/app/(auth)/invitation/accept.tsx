"use client";

import { signInWithPassword } from "@/modules/platform/identity/auth/client";
import { signOutTo } from "@/modules/platform/identity/auth/components/sign-out";
import { AcceptInvitation } from "@/modules/platform/workspace/tenants/components/accept-invitation";
import type { OpenedInvitation } from "@/modules/platform/workspace/tenants/schema";

/** Joins a workspace, and signs a new person in right after it. */
export function Accept({ token, invitation }: { token: string; invitation: OpenedInvitation }) {
  return <AcceptInvitation token={token} invitation={invitation} signIn={signInWithPassword} signOut={signOutTo} />;
}
