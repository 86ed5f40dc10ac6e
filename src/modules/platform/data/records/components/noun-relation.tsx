"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Link2, Plus } from "lucide-react";
import { useState } from "react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { OptionList } from "@/components/ui/option-list";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { notify } from "@/components/ui/toast";
import { type Field, type Fields, inputName } from "@/lib/fields/field";
import { type LinkedRecord, withLink } from "@/lib/fields/links";
import type { PatchOf, RecordOf } from "@/lib/fields/record";
import { permissionFor } from "@/lib/nouns/all";
import type { Noun } from "@/lib/nouns/define";
import { capital, withArticle } from "@/lib/text";
import { useNounApi } from "@/trpc/noun-api";
import { type NounWith, useEditsOf } from "@/trpc/noun-client";
import { headFields } from "./noun-head";
import { LazyForm } from "./noun-lazy";
import type { NounOwn, RelatedTo } from "./noun-own";
import { useNounPicks } from "./noun-picks";
import { RelatedRecords, relatedCondition } from "./noun-related";

export interface NounRelationProps {
  noun: NounWith<Fields>;
  field: string;
  to: RelatedTo;
  own?: NounOwn<Fields> | undefined;
}

interface AddingProps extends NounRelationProps {
  declared: Field;
}

/** The records of one noun that belong to another record: those that there are, a new one, and one that exists already. */
export function NounRelation({ noun, field, to, own }: NounRelationProps) {
  const { can, readsOnly } = useWorkspace();
  const { head, entity } = noun;
  // A relation of parts has a filter and no field: its records are shown only.
  const declared = noun.fields[field];
  const mayCreate = declared && !declared.computed && !readsOnly && can(permissionFor(entity, "create"));
  const mayEdit = declared && !readsOnly && can(permissionFor(entity, "edit")) && !declared.computed;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      {mayCreate || mayEdit ? (
        <div className="flex h-10 shrink-0 items-center justify-end gap-2 px-edge hairline-b hairline-soft phone:h-14">
          {mayEdit ? <LinkExisting noun={noun} own={own} field={field} declared={declared} to={to} /> : null}
          {mayCreate ? <CreateRelated noun={noun} field={field} declared={declared} to={to} own={own} /> : null}
        </div>
      ) : null}
      <RelatedRecords
        noun={noun}
        of={relatedCondition({ field }, to.id)}
        {...shownOf(noun, field)}
        purpose={`${capital(head.many)} of this ${to.one} appear here. Create one, or add one that exists.`}
      />
    </div>
  );
}

/** The fields of a row: below the name those of a record's head, at the right its value and what tells it apart. */
function shownOf({ fields }: NounWith<Fields>, field: string): { below: string[]; right: string[] } {
  const others = Object.entries<Field>(fields).filter(
    ([name, { title }]: [string, Field & { title?: boolean }]) => name !== field && !title,
  );
  const valued = others.filter(([, { column }]) => column && column.phone === "value").map(([name]) => name);
  const head = headFields(fields).map(([name]) => name);
  const below = head.filter((name) => name !== field && !valued.includes(name)).slice(0, 2);
  const distinguishing = others
    .filter(([name, { inSearch }]) => inSearch && !below.includes(name))
    .map(([name]) => name);
  return { below, right: [...new Set([...valued, ...distinguishing])].slice(0, 2) };
}

function CreateRelated({ noun, field, declared, to, own }: AddingProps) {
  const [open, setOpen] = useState(false);
  const value = declared.kind === "links" ? [{ entity: to.entity, id: to.id }] : to.id;
  const given = { [inputName(field, declared)]: value };
  return (
    <>
      <Button size="sm" icon={<Plus aria-hidden />} onClick={() => setOpen(true)}>
        {`New ${noun.head.one}`}
      </Button>
      <LazyForm
        noun={noun}
        own={own}
        description={`It will belong to ${to.name}.`}
        open={open}
        onOpenChange={setOpen}
        onCreated={(record) => notify.success(`${(record as RecordOf<Fields> & { name: string }).name} created`)}
        given={given as PatchOf<Fields>}
        preset={own?.from?.(to)}
      />
    </>
  );
}

/** Gives a record that exists to this one. */
function LinkExisting({ noun, own, field, declared, to }: AddingProps) {
  const [open, setOpen] = useState(false);
  const client = useQueryClient();
  const { get } = useNounApi(noun as unknown as Noun);
  const edits = useEditsOf(noun, own);
  const { search } = useNounPicks(noun.entity);

  async function link(id: string): Promise<void> {
    const record = (await client.fetchQuery(get.queryOptions({ id }))) as unknown as RecordOf<Fields>;
    const held = (record[field] ?? []) as readonly LinkedRecord[];
    const value = declared.kind === "links" ? withLink(held, { entity: to.entity, id: to.id }) : to.id;
    await edits.save(record, declared.label, { [inputName(field, declared)]: value } as PatchOf<Fields>);
  }

  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button size="sm" variant="ghost" icon={<Link2 aria-hidden />}>
          {`Add ${withArticle(noun.head.one)}`}
        </Button>
      </PopoverTrigger>
      <PopoverContent aria-label={`Add ${withArticle(noun.head.one)}`} align="end" className="w-72">
        <OptionList
          label={`Find ${noun.head.many}`}
          search={search}
          onPick={({ value }) => {
            setOpen(false);
            void link(value).catch((error: Error) => notify.error(error.message));
          }}
        />
      </PopoverContent>
    </Popover>
  );
}
