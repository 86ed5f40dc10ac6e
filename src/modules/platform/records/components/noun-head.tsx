"use client";

import type { ReactNode } from "react";
import { partsOf } from "@/components/fields/kinds";
import { RecordHead } from "@/components/layout/record-layout";
import { RecordMenu } from "@/components/layout/record-menu";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Badge } from "@/components/ui/badge";
import { NounMark } from "@/components/ui/noun-icon";
import type { Field, FieldKind, FieldOf, Fields } from "@/lib/fields/field";
import type { RecordOf } from "@/lib/fields/record";
import { permissionFor } from "@/lib/nouns/all";
import { FollowLink } from "@/modules/platform/notifications/components/follow-link";
import { PresenceBadge } from "@/modules/platform/realtime/components/presence-badge";
import { type NounWith, useBulkOf, useDeleteOf } from "@/trpc/noun-client";
import { useFieldContext } from "./use-field-context";

interface NounHeadProps<F extends Fields> {
  noun: NounWith<F>;
  record: RecordOf<F>;
  heading?: "h2";
  /** Beside the name, before what each record may have there. */
  badge?: ReactNode;
  actions?: ReactNode;
}

/** The fields that stand below the name of a record: those that say so, else those of a phone's row. */
export function headFields(fields: Fields): [name: string, field: Field][] {
  const all = Object.entries<Field>(fields);
  const said = all.filter(([, { inHead }]) => inHead);
  return said.length > 0 ? said : all.filter(([, { column }]) => column && column.phone !== undefined);
}

/** Mark, name and some fields of a record; `actions` stand at the right. */
export function NounHead<F extends Fields>({ noun, record, heading, badge, actions }: NounHeadProps<F>) {
  const at = useFieldContext(noun.head);
  const row = record as unknown as RecordOf<Fields> & { name: string };
  const facts = headFields(noun.fields).flatMap(([name, field]) => {
    const value = row[name];
    if (value === null || value === undefined) return [];
    const { show, brief = show } = partsOf(field);
    const text = brief(value, field as FieldOf<FieldKind>, at);
    return text === null ? [] : [{ id: name, text }];
  });
  return (
    <RecordHead
      mark={<NounMark head={noun.head} name={row.name} />}
      name={row.name}
      heading={heading}
      badge={
        <>
          {badge}
          {row.archivedAt ? <Badge>Archived</Badge> : null}
          <PresenceBadge entity={noun.entity} id={row.id} />
        </>
      }
      facts={facts}
    >
      {actions}
    </RecordHead>
  );
}

interface NounMenuProps<F extends Fields> {
  noun: NounWith<F>;
  record: RecordOf<F>;
  /** The records that are deleted with it, or that prevent deletion; nothing where it cannot be deleted. */
  deletion?: { consequence: string; refused: boolean; onDeleted?: (() => void) | undefined };
  /** Actions of the noun's own, above the others. */
  children?: ReactNode;
}
type NamedRecord = RecordOf<Fields> & { name: string };

/**
 * Follow and mute; archive with undo; an archived record can be brought back; deleting for good where the noun has
 * it.
 */
export function NounMenu<F extends Fields>({ noun, record, deletion, children }: NounMenuProps<F>) {
  const { can, href } = useWorkspace();
  const { archive, restore } = useBulkOf(noun as unknown as NounWith<Fields>);
  const run = useDeleteOf(noun);
  const mayDelete = deletion && can(permissionFor(noun.entity, "delete"));
  return (
    <RecordMenu<NamedRecord>
      record={record as unknown as NamedRecord}
      noun={noun.head.one}
      onArchive={archive}
      onRestore={restore}
      deletion={mayDelete ? { ...deletion, run, listHref: href(`/${noun.head.path}`) } : undefined}
    >
      {children}
      <FollowLink entity={noun.entity} recordId={record.id} name={(record as unknown as NamedRecord).name} />
    </RecordMenu>
  );
}
