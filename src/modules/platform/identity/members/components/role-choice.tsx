"use client";

import { toastRefusal } from "@/components/form/toast-refusal";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Select } from "@/components/ui/select";
import { roles } from "@/lib/role-rows";
import { succeeded } from "@/lib/succeeded";
import { useUndoNotice } from "@/trpc/undo-acts";
import { roleLabels } from "../catalog";
import { useChangeRole } from "../client";
import type { Member } from "../schema";

/** A member's role; a list for members who may change it. Only owners give and take ownership. */
export function RoleChoice({ member }: { member: Member }) {
  const offerUndo = useUndoNotice();
  const { can } = useWorkspace();
  const change = useChangeRole();
  const own = can("workspace:own");
  if (!can("member:manage") || (member.role === "owner" && !own))
    return <span className="text-muted">{roleLabels[member.role]}</span>;

  async function choose(role: Member["role"]) {
    if (role === member.role) return;
    const before = member.role;
    try {
      const changed = await change.mutateAsync({ id: member.id, version: member.version, role });
      offerUndo(`${member.name} is now ${roleLabels[role]}`, () =>
        succeeded(change.mutateAsync({ id: member.id, version: changed.version, role: before }), toastRefusal),
      );
    } catch (error) {
      toastRefusal(error);
    }
  }

  return (
    <Select
      quiet
      size="sm"
      aria-label={`Role of ${member.name}`}
      options={roles
        .filter((role) => role !== "owner" || (own && member.status === "active"))
        .map((value) => ({ value, label: roleLabels[value] }))}
      value={change.isPending ? (change.variables?.role ?? member.role) : member.role}
      onValueChange={(role) => void choose(role)}
      disabled={change.isPending}
      className="-ml-[9px] w-[116px] border-transparent shadow-none hover:border-border phone:mt-1"
    />
  );
}
