"use client";

import { type NounEntity, nouns } from "@/lib/nouns/all";
import type { Relation } from "@/lib/nouns/relations";
import { NounRecord } from "@/modules/platform/data/records/components/noun-record";
import { screenAt } from "@/registry/screens";
import { relatedTabs } from "../../related-tabs";

interface NounRecordPageProps {
  entity: NounEntity;
  id: string;
  /** Those that lead to it. */
  relations: readonly Relation[];
}

/** The page of one record, with what its noun replaces or adds. */
export function NounRecordPage({ entity, id, relations }: NounRecordPageProps) {
  const Screen = screenAt(entity);
  return (
    <Screen
      draw={(noun, { own, parts }) => (
        <NounRecord
          noun={noun}
          id={id}
          own={own}
          parts={(record) => {
            const { tabs = [], ...others } = parts?.(record) ?? {};
            const { name } = record as typeof record & { name: string };
            const to = { entity, one: nouns[entity].one, id, name };
            return { ...others, tabs: [...tabs, ...relatedTabs(relations, to)] };
          }}
        />
      )}
    />
  );
}
