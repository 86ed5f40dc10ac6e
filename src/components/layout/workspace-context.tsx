"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { Sight } from "@/lib/roles";

/** The workspace of the address and what the signed-in member may do in it. */
export interface WorkspaceView {
  slug: string;
  name: string;
  currency: string;
  locale: string;
  timeZone: string;
  role: string;
  member: { id: string; name: string; email: string };
  /** Permissions with any reach; screens offer only what these allow, the server decides. */
  permissions: readonly string[];
  /** How far the member sees records of each object that can be hidden; all of one that is not named. */
  sight: Readonly<Record<string, Sight>>;
}

const Context = createContext<WorkspaceView | null>(null);

export function WorkspaceProvider({ value, children }: { value: WorkspaceView; children: ReactNode }) {
  return <Context value={value}>{children}</Context>;
}

/** The workspace around this component, with `can` and `href` for its addresses. */
export function useWorkspace() {
  const workspace = useContext(Context);
  if (!workspace) throw new Error("This component stands outside of a workspace.");
  return {
    ...workspace,
    can: (permission: string) => workspace.permissions.includes(permission),
    href: (path: string) => `/${workspace.slug}${path}`,
  };
}
