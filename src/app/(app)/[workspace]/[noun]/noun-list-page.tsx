"use client";

import type { NounEntity } from "@/lib/nouns/all";
import { NounList } from "@/modules/platform/data/records/components/noun-list";
import { screenAt } from "@/registry/screens";

/** The list of a noun, with what the noun replaces on it. */
export function NounListPage({ entity }: { entity: NounEntity }) {
  const Screen = screenAt(entity);
  return <Screen draw={(noun, { own }) => <NounList noun={noun} own={own} />} />;
}
