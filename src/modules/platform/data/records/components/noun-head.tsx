"use client";

import type { ReactNode } from "react";
import { partsOf } from "@/components/fields/kinds";
import { tagOf } from "@/components/fields/options";
import { useNoun } from "@/components/fields/use-noun";
import { RecordHead } from "@/components/layout/record-layout";
import { Badge } from "@/components/ui/badge";
import { NounMark } from "@/components/ui/noun-icon";
import { Tag } from "@/components/ui/tag";
import { tagsName, valueIn } from "@/lib/fields/custom";
import type { Field, FieldKind, FieldOf, Fields } from "@/lib/fields/field";
import type { RecordOf } from "@/lib/fields/record";
import { PresenceBadge } from "@/modules/platform/history/realtime/components/presence-badge";
import type { NounWith } from "@/trpc/noun-client";
import type { HeadProps, NounOwn } from "./noun-own";
import { NounSteps } from "./noun-steps";
import { useFieldContext } from "./use-field-context";

interface NounHeadProps<F extends Fields> {
  noun: NounWith<F>;
  record: RecordOf<F>;
  heading?: "h2";
  /** In the place of the noun's mark, and of the buttons of its transitions. */
  mark?: ReactNode;
  steps?: ReactNode;
  /** Beside the name, before what each record may have there. */
  badge?: ReactNode;
  /** Behind those of its fields. */
  facts?: readonly { id: string; text: ReactNode }[];
  actions?: ReactNode;
}

/** The fields that stand below the name of a record: those that say so, else those of a phone's row. */
export function headFields(fields: Fields): [name: string, field: Field][] {
  const all = Object.entries<Field>(fields);
  const headFields = all.filter(([, { inHead }]) => inHead);
  return headFields.length > 0 ? headFields : all.filter(([, { column }]) => column && column.phone !== undefined);
}

/** Mark, name and some fields of a record; `actions` stand at the right. */
export function NounHead<F extends Fields>(props: NounHeadProps<F>) {
  const { noun, record, heading, badge, facts: more = [], actions } = props;
  const { steps = <NounSteps noun={noun} record={record} /> } = props;
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
      mark={props.mark ?? <NounMark head={noun.head} id={row.id} name={row.name} />}
      name={row.name}
      heading={heading}
      badge={
        <>
          {badge}
          {row.archivedAt ? <Badge>Archived</Badge> : null}
          <PresenceBadge entity={noun.entity} id={row.id} />
        </>
      }
      facts={[...facts, ...more]}
      tags={heading ? null : <HeadTags noun={noun} record={row} />}
      steps={steps}
      owner={actions}
    />
  );
}

interface RecordTopProps<F extends Fields> extends HeadProps<RecordOf<F>> {
  noun: NounWith<F>;
  own: NounOwn<F> | undefined;
}

/** The head of a record, in the noun's own way where it has one. */
export function RecordTop<F extends Fields>({ noun, own, ...given }: RecordTopProps<F>) {
  const Head = own?.Head;
  return Head ? <Head {...given} /> : <NounHead noun={noun} {...given} />;
}

/** The most tags in the head of a record; its details have all of them. */
const maxTags = 3;

function HeadTags<F extends Fields>({ noun, record }: { noun: NounWith<F>; record: RecordOf<Fields> }) {
  const field = (useNoun(noun).fields as Fields)[tagsName] as FieldOf<"choices"> | undefined;
  const tags = (valueIn(record, tagsName) ?? []) as readonly string[];
  if (!field || tags.length === 0) return null;
  return (
    <>
      {tags.slice(0, maxTags).map((tag) => {
        const { value, ...shown } = tagOf(field.options, tag);
        return <Tag key={value} {...shown} />;
      })}
      {tags.length > maxTags ? <span className="text-faint text-sm">{`+${tags.length - maxTags}`}</span> : null}
    </>
  );
}
