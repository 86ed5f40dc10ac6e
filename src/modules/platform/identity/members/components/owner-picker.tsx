"use client";

import { User } from "lucide-react";
import { BulkPick } from "@/components/data-table/bulk-pick";
import { counted, type Noun } from "@/lib/counted";
import type { Reference } from "@/lib/zod";
import type { ActOnMany, Target } from "@/trpc/bulk";
import { useMemberSearch } from "./member-picker";

interface Owned extends Target {
  owner: Reference | null;
}
type Give = { type: "edit"; ownerId: string | null };

/** Gives the selected records to one member; `noun` is their kind. */
export function BulkOwnerPicker(props: { noun: Noun; onAct(act: ActOnMany<Owned, Give>): void }) {
  const { noun } = props;
  return (
    <BulkPick
      icon={<User aria-hidden />}
      label="Assign"
      search={useMemberSearch()}
      onPick={({ value, label }) =>
        props.onAct({
          action: { type: "edit", ownerId: value },
          back: (row) => ({ type: "edit", ownerId: row.owner?.id ?? null }),
          doing: `Reassigning ${noun.many} to ${label}`,
          done: ({ length }, locale) => `${counted(length, noun, locale)} reassigned to ${label}`,
          refused: (count, of, locale) =>
            `${count.toLocaleString(locale)} of ${counted(of, noun, locale)} could not be reassigned.`,
          question: (count, locale) => ({
            title: `Reassign ${counted(count, noun, locale)} to ${label}?`,
            description: `${label} becomes the owner of all of them.`,
            action: `Reassign ${counted(count, noun, locale)}`,
          }),
        })
      }
    />
  );
}
