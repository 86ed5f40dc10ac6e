"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { useWorkspace } from "./workspace-context";

/** The way to the plan in Settings for parts outside of every workspace, such as toasts; null where it is closed. */
export const planLink: { open: (() => void) | null } = { open: null };

/** Once in the shell of a workspace. */
export function useProvidePlanLink(): void {
  const router = useRouter();
  const { href, plan } = useWorkspace();
  const address = plan.mayOpen ? href("/settings/plan") : null;
  // The toasts, which belong to the document.
  useEffect(() => {
    planLink.open = address === null ? null : () => router.push(address);
    return () => {
      planLink.open = null;
    };
  }, [address, router]);
}
