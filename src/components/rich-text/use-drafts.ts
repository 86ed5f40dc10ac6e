"use client";

import { useEffect, useMemo } from "react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { type DraftPlace, keepOnlyDraftsOf } from "./drafts";

/** The signed-in person; staff in a support session are not the member whom they look as. */
function usePerson(): string {
  const { member, support } = useWorkspace();
  return support ? `staff ${support.email}` : member.email;
}

/** The place of unsaved text in a field of a record; "new" for one that is being created. */
export function useDraftPlace(record: string, field: string): DraftPlace {
  const person = usePerson();
  const { slug: workspace } = useWorkspace();
  return useMemo(() => ({ person, workspace, record, field }), [person, workspace, record, field]);
}

/** Once per page of a workspace: unsaved texts of other people who used this device are removed. */
export function useOwnDraftsOnly(): void {
  const person = usePerson();
  // The browser's storage.
  useEffect(() => keepOnlyDraftsOf(person), [person]);
}
