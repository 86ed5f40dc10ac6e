import { useCallback } from "react";
import { type NounEntity, permissionFor } from "@/lib/nouns/all";
import { whyLocked } from "@/lib/why-locked";
import type { MemberReference } from "@/lib/zod";
import { useWorkspace } from "./workspace-context";

/** The part of a row that says who may change it. */
export interface LockableRow {
  mayEdit: boolean;
  owner?: MemberReference | null | undefined;
}

interface LockableKind {
  entity: NounEntity;
  head: { one: string };
}

/** Tells why the reader may not change a record of a kind; null where they may. */
export function useWhyLocked({ entity, head }: LockableKind): (row: LockableRow) => string | null {
  const { can, member, role, readOnly } = useWorkspace();
  const may = can(permissionFor(entity, "edit"));
  const { id: memberId } = member;
  const { one } = head;
  return useCallback(
    ({ mayEdit, owner }: LockableRow) => (mayEdit ? null : whyLocked(one, owner, { memberId, role, readOnly, may })),
    [one, memberId, role, readOnly, may],
  );
}
