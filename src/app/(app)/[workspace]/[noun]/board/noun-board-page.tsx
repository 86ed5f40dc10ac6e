"use client";

import type { NounEntity } from "@/lib/nouns/all";
import { NounBoard } from "@/modules/platform/data/records/components/noun-board";
import { screenAt } from "@/registry/screens";

/** The board of a noun, with what the noun replaces on it. */
export function NounBoardPage({ entity }: { entity: NounEntity }) {
  const Screen = screenAt(entity);
  return <Screen draw={(noun, { own }) => <NounBoard noun={noun} own={own} />} />;
}
