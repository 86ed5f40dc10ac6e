"use client";

import type { ListSelection } from "@/components/data-table/list-bulk";
import type { Fields } from "@/lib/fields/field";
import type { RecordOf } from "@/lib/fields/record";
import type { MemberReference } from "@/lib/zod";
import { TagBulkPicker } from "@/modules/platform/data/tags/components/tag-bulk-picker";
import { BulkOwnerPicker } from "@/modules/platform/identity/members/components/owner-picker";
import { type NounWith, useBulkOf } from "@/trpc/noun-client";
import type { NounOwn } from "./noun-own";
import { BulkSteps } from "./noun-steps";

export interface BulkActsProps {
  noun: NounWith<Fields>;
  selection: ListSelection<OwnedRecord>;
  BulkAct: NounOwn<Fields>["BulkAct"];
}
type OwnedRecord = RecordOf<Fields> & { owner: MemberReference | null };

/** Gives the selected records to a member where people own them, and tags them. */
export function BulkActs({ noun, selection: { rows, clear }, BulkAct }: BulkActsProps) {
  const { run } = useBulkOf(noun);
  const act = async (how: Parameters<typeof run<OwnedRecord>>[1]) => {
    // Refused records stay selected, so that they can be looked at or tried again.
    if (await run(rows, how)) clear();
  };
  return (
    <>
      {BulkAct ? <BulkAct rows={rows} onAct={act as never} /> : null}
      {noun.head.owned ? <BulkOwnerPicker noun={noun.head} onAct={act} /> : null}
      <BulkSteps noun={noun} rows={rows} onAct={(how) => void act(how as never)} />
      <TagBulkPicker noun={noun.head} rows={rows} onAct={act} />
    </>
  );
}
