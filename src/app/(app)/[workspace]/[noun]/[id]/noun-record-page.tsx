"use client";

import type { NounEntity } from "@/lib/nouns/all";
import { NounRecord } from "@/modules/platform/records/components/noun-record";
import { screenAt } from "@/registry/screens";

/** The page of one record, with what its noun replaces or adds. */
export function NounRecordPage({ entity, id }: { entity: NounEntity; id: string }) {
  const Screen = screenAt(entity);
  return (
    <Screen draw={(noun, { own, parts }) => <NounRecord noun={noun} id={id} own={own} {...(parts && { parts })} />} />
  );
}
