import type { ComponentType } from "react";
import { nounSigns } from "@/components/ui/noun-icon";
import { modules } from "@/lib/modules";
import { type NounEntity, nounEntities, nounOf, nouns, permissionFor } from "@/lib/nouns/all";
import { capital } from "@/lib/text";

export interface NavEntry {
  label: string;
  /** Below the workspace's slug. */
  path: string;
  icon: ComponentType<{ "aria-hidden"?: boolean }>;
  permission: string;
  /** Two steps, "g a"; undefined if no letter was available. */
  keys: string | undefined;
  /** More words that find it in the command menu. */
  words: string;
  /** The command menu offers to create one, with this permission. */
  create?: { label: string; permission: string };
}

function entryOf(entity: NounEntity): NavEntry {
  const { many, one, path, icon, nav, alsoCalled } = nouns[entity];
  return {
    label: capital(many),
    path: `/${path}`,
    icon: nounSigns[icon],
    permission: permissionFor(entity, "view"),
    keys: nav.key === null ? undefined : `g ${nav.key}`,
    words: alsoCalled.join(" "),
    create: { label: `New ${one}`, permission: permissionFor(entity, "create") },
  };
}

/** The sidebar, the phone's More sheet and the command menu link to the lists of all nouns, module by module. */
export const nav: readonly { id: string; label: string; entries: readonly NavEntry[] }[] = Object.entries(modules)
  .map(([id, { label }]) => ({
    id,
    label,
    entries: nounEntities.filter((entity) => nouns[entity].module === id && !nounOf(entity)?.settings).map(entryOf),
  }))
  .filter(({ entries }) => entries.length > 0);
