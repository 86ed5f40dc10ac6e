"use client";

import type { NounEntity } from "@/lib/nouns/all";
import type { Relation } from "@/lib/nouns/relations";
import { NounSettings } from "@/modules/platform/data/records/components/noun-settings";
import { screenAt } from "@/registry/screens";

/** A list of the settings, with the fields of its noun. */
export function NounSettingsPage({ entity, relations }: { entity: NounEntity; relations: readonly Relation[] }) {
  const Screen = screenAt(entity);
  return <Screen draw={(noun) => <NounSettings noun={noun} relations={relations} />} />;
}
