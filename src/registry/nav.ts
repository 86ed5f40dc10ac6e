import type { ComponentType } from "react";
import { nounSigns } from "@/components/ui/noun-icon";
import { type NounEntity, nouns, permissionFor } from "@/lib/nouns/all";
import { capital } from "@/lib/text";

export interface NavEntry {
  label: string;
  /** Below the workspace's slug. */
  path: string;
  icon: ComponentType<{ "aria-hidden"?: boolean }>;
  permission: string;
  /** Two steps, "g a"; undefined where no letter was left for it. */
  keys: string | undefined;
  /** Other words by which the command menu finds it. */
  words: string;
  /** The command menu offers to create one here, with the permission that it needs. */
  create?: { label: string; permission: string };
}

const modules = [{ id: "crm", label: "CRM" }] as const;

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

/** The rail, the phone's More sheet and the command menu lead to the lists of all nouns, module by module. */
export const nav: readonly { id: string; label: string; entries: readonly NavEntry[] }[] = modules.map((module) => ({
  ...module,
  entries: (Object.keys(nouns) as NounEntity[])
    .filter((entity) => nouns[entity].module === module.id)
    .toSorted((a, b) => nouns[a].nav.place - nouns[b].nav.place)
    .map(entryOf),
}));
