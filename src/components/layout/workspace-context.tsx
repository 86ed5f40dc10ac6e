"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { CustomField, Tag } from "@/lib/fields/custom";
import type { OptionLists } from "@/lib/fields/option-lists";
import type { ShellNotice } from "@/lib/plan-notices";
import type { VisibilityLevel } from "@/lib/roles";

/** The support session in which staff look at a workspace as one of its members. */
export interface SupportView {
  id: string;
  /** The person of the staff. */
  name: string;
  email: string;
  ticket: string;
  write: boolean;
  endsAt: string;
}

/** The workspace of the address and the signed-in member's rights in it. */
export interface WorkspaceView {
  slug: string;
  name: string;
  currency: string;
  locale: string;
  /** The reader's own time zone, in which times are read and typed. */
  zone: string;
  /** That of the workspace, in which its days are: of figures, bills and deletions. */
  workspaceZone: string;
  role: string;
  member: { id: string; name: string; email: string };
  /** Permissions with any reach; screens offer only these, the server decides. */
  permissions: readonly string[];
  /**
   * How far the member sees records of each object that can be hidden; objects that are not named are fully visible.
   */
  visibility: Readonly<Record<string, VisibilityLevel>>;
  /** The fields that the workspace has added to its records, its tags, and the options that it has changed. */
  custom: { fields: readonly CustomField[]; tags: readonly Tag[]; lists: OptionLists };
  /** Whether the member may open the plan in Settings, and a line about the plan for every page. */
  plan: { mayOpen: boolean; notice: ShellNotice | null };
  /** Why this person may change nothing at all now; null for guests, whom it does not concern. */
  readOnly: string | null;
  /** The deletion that the workspace waits for, with the days until then in its calendar. */
  deletion: { dueAt: string; days: number } | null;
  /** Sample data and the first steps when the page was made, as their own part reads them; null for staff. */
  onboarding: {
    samples: boolean;
    offered: readonly string[];
    checklist: readonly { id: string; label: string; path: string; done: boolean }[] | null;
  } | null;
  /** Null for members. */
  support: SupportView | null;
}

const Context = createContext<WorkspaceView | null>(null);

export function WorkspaceProvider({ value, children }: { value: WorkspaceView; children: ReactNode }) {
  return <Context value={value}>{children}</Context>;
}

/** The workspace around this component, with `can` and `href` for its addresses. */
export function useWorkspace() {
  const workspace = useContext(Context);
  if (!workspace) throw new Error("This component is used outside a workspace.");
  return {
    ...workspace,
    /** Staff who may change nothing: the page draws no control for it. */
    readsOnly: readsOnly(workspace),
    /** A guest has only what is shared: no home, no day, no timeline, no views. */
    isGuest: workspace.role === "guest",
    can: (permission: string) => workspace.permissions.includes(permission),
    href: (path: string) => `/${workspace.slug}${path}`,
  };
}

/** The address of the plan in Settings; null outside a workspace, and for members who may not open it. */
export function usePlanAddress(): string | null {
  const workspace = useContext(Context);
  return workspace?.plan.mayOpen ? `/${workspace.slug}/settings/plan` : null;
}

const readsOnly = (workspace: WorkspaceView | null) => workspace?.support?.write === false;

/** Whether staff look at this page in a session that may change nothing; false outside a workspace. */
export const useReadsOnly = (): boolean => readsOnly(useContext(Context));
