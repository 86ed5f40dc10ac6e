"use client";

import { User } from "lucide-react";
import { BulkPick } from "@/components/data-table/bulk-pick";
import type { Reference } from "@/lib/zod";
import type { ActOnMany, Target } from "@/trpc/bulk";
import { useMemberSearch } from "./member-picker";

interface Owned extends Target {
  owner: Reference | null;
}
type Give = { type: "edit"; ownerId: string | null };

/** Gives the selected records to one member; `nouns` are one and many of them. */
export function BulkOwnerPicker(props: {
  nouns: readonly [one: string, many: string];
  onAct(act: ActOnMany<Owned, Give>): void;
}) {
  const [one, many] = props.nouns;
  return (
    <BulkPick
      icon={<User aria-hidden />}
      label="Assign"
      search={useMemberSearch()}
      onPick={({ value, label }) =>
        props.onAct({
          action: { type: "edit", ownerId: value },
          back: (row) => ({ type: "edit", ownerId: row.owner?.id ?? null }),
          doing: `Giving ${many} to ${label}`,
          done: ({ length }, count) => `${count} ${length === 1 ? one : many} given to ${label}`,
          refused: (count, of) => `${count} of ${of} ${many} stayed as they were.`,
          question: (count) => ({
            title: `Give ${count} ${many} to ${label}?`,
            description: `${label} becomes the owner of all of them.`,
            action: `Give ${count} ${many}`,
          }),
        })
      }
    />
  );
}
