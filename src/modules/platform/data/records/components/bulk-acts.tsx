"use client";

import { Pencil } from "lucide-react";
import { BulkAction } from "@/components/data-table/bulk-bar";
import type { ListSelection } from "@/components/data-table/list-bulk";
import type { BulkSelection } from "@/lib/bulk-changes";
import type { Fields } from "@/lib/fields/field";
import type { RecordOf } from "@/lib/fields/record";
import type { listRequest } from "@/lib/list-request";
import type { MemberReference } from "@/lib/zod";
import { CopyAction } from "@/modules/platform/data/exports/components/copy-action";
import { TagBulkPicker } from "@/modules/platform/data/tags/components/tag-bulk-picker";
import { BulkOwnerPicker } from "@/modules/platform/identity/members/components/owner-picker";
import { useBulkOf } from "@/trpc/noun-bulk";
import type { NounWith } from "@/trpc/noun-client";
import { BulkSteps } from "./bulk-steps";
import type { NounOwn } from "./noun-own";

/** The records that are edited, and the end of their selection. */
export interface BulkEditing {
  selection: BulkSelection;
  clear(): void;
}

export interface BulkActsProps {
  noun: NounWith<Fields>;
  selection: ListSelection<OwnedRecord>;
  BulkAct: NounOwn<Fields>["BulkAct"];
  /** The query of the list: all its rows may be selected. */
  request: ReturnType<typeof listRequest>;
  /** The names of the columns that the list shows, in their order. */
  shown: readonly string[];
  /** Opens the dialog that changes records. */
  onEdit(editing: BulkEditing): void;
}
type OwnedRecord = RecordOf<Fields> & { owner: MemberReference | null };

/** Gives the selected records to a member where people own them, and tags them. */
export function BulkActs({ noun, selection, BulkAct, request, shown, onEdit }: BulkActsProps) {
  const { rows, clear, all } = selection;
  const { run } = useBulkOf(noun);
  const act = async (how: Parameters<typeof run<OwnedRecord>>[1]) => {
    // Refused records stay selected, so that they can be looked at or tried again.
    if (await run(rows, how)) clear();
  };
  if (all) return <BulkEdit {...{ selection, request, onEdit }} />;
  return (
    <>
      <BulkEdit {...{ selection, request, onEdit }} />
      {BulkAct ? <BulkAct rows={rows} onAct={act as never} /> : null}
      {noun.head.owned ? <BulkOwnerPicker noun={noun.head} onAct={act} /> : null}
      <BulkSteps noun={noun} rows={rows} onAct={(how) => void act(how as never)} />
      <CopyAction entity={noun.entity} noun={noun.head} shown={shown} ids={rows.map(({ id }) => id)} />
      <TagBulkPicker noun={noun.head} rows={rows} onAct={act} />
    </>
  );
}

/** Opens the dialog that changes the selected records, or all that match; it stays open when the selection ends. */
function BulkEdit({ selection, request, onEdit }: Pick<BulkActsProps, "selection" | "request" | "onEdit">) {
  const { rows, all, clear } = selection;
  const { sort: _sort, ...filter } = request;
  const chosen = {
    ids: rows.map(({ id }) => id),
    versions: Object.fromEntries(rows.map(({ id, version }) => [id, version])),
  };
  return (
    <BulkAction
      icon={<Pencil aria-hidden />}
      onClick={() => onEdit({ selection: all ? { all: filter } : chosen, clear })}
    >
      Edit
    </BulkAction>
  );
}
