"use client";

import { Check, Copy, Pencil, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { toastRefusal } from "@/components/form/toast-refusal";
import { useWorkspace } from "@/components/layout/workspace-context";
import { MenuItem, MenuLabel, MenuSeparator } from "@/components/ui/menu";
import { notify } from "@/components/ui/toast";
import { type ColleagueRole, colleagueRoles } from "@/lib/role-rows";
import { capital } from "@/lib/text";
import type { SavedView } from "../../views/schema";
import { useViewActs } from "./use-view-acts";
import type { ViewPartProps } from "./view-part-props";

/** The menu of the open view: change, copy or delete it, and open the list with it. */
export function ViewMenu({ noun, view, addressOf, onEdit }: ViewPartProps) {
  const acts = useViewActs();
  const { can } = useWorkspace();
  const { kept, offered } = view;
  const chosen = kept ? { viewId: kept.id, key: null } : { viewId: null, key: view.id };
  const isDefault = (role: ColleagueRole | null) =>
    offered?.defaults.some((one) => one.role === role && one.viewId === chosen.viewId && one.key === chosen.key) ===
    true;
  const setDefault = (role: ColleagueRole | null) =>
    void acts.setDefault({ noun: noun.entity, role, ...(isDefault(role) ? { viewId: null, key: null } : chosen) });
  const whose = [null, ...(can("savedView:manage") && kept?.scope !== "private" ? colleagueRoles : [])];
  return (
    <>
      {kept ? (
        <>
          <KeptItems {...{ kept, addressOf, onEdit }} />
          <MenuSeparator />
        </>
      ) : null}
      <MenuLabel>{`Open ${noun.head.many} with this view`}</MenuLabel>
      {whose.map((role) => (
        <MenuItem
          key={role}
          icon={isDefault(role) ? <Check aria-hidden className="text-accent-text!" /> : <span className="w-[15px]" />}
          aria-checked={isDefault(role)}
          role="menuitemcheckbox"
          onSelect={() => setDefault(role)}
        >
          {role ? `For everybody with the role ${capital(role)}` : "For me"}
        </MenuItem>
      ))}
    </>
  );
}

interface KeptItemsProps extends Pick<ViewPartProps, "addressOf" | "onEdit"> {
  kept: SavedView;
}

function KeptItems({ kept, addressOf, onEdit }: KeptItemsProps) {
  const acts = useViewActs();
  const router = useRouter();
  async function duplicate(): Promise<void> {
    try {
      const name = `${kept.name.slice(0, 95)} copy`;
      const { id, state } = await acts.create({ noun: kept.noun as never, name, state: kept.state });
      router.push(addressOf(id, state.layout));
      notify.success(`The view ${name} was saved`);
    } catch (error) {
      toastRefusal(error);
    }
  }
  async function remove(): Promise<void> {
    if (await acts.remove(kept)) router.push(addressOf("all"));
  }
  return (
    <>
      {kept.mayEdit ? (
        <MenuItem icon={<Pencil aria-hidden />} onSelect={() => onEdit(kept)}>
          Rename or share
        </MenuItem>
      ) : null}
      <MenuItem icon={<Copy aria-hidden />} onSelect={() => void duplicate()}>
        Duplicate
      </MenuItem>
      {kept.mayEdit ? (
        <MenuItem danger icon={<Trash2 aria-hidden />} onSelect={() => void remove()}>
          Delete
        </MenuItem>
      ) : null}
    </>
  );
}
