"use client";

import { useInfiniteQuery, useQueries } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { ListEnd } from "@/components/data-table/list-end";
import { useCreateDialog } from "@/components/form/create-dialog";
import { MergeDialog } from "@/components/form/merge-dialog";
import {
  ArchivedRows,
  EntryMenu,
  EntryRecords,
  OrderedRows,
  SettingsList,
  settingsRow,
} from "@/components/layout/settings-list";
import { SettingsPage } from "@/components/layout/settings-page";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { IconButton } from "@/components/ui/icon-button";
import { Link } from "@/components/ui/link";
import { Skeleton } from "@/components/ui/skeleton";
import { ColorDot } from "@/components/ui/tag";
import { notify } from "@/components/ui/toast";
import type { ChoiceColor } from "@/lib/fields/choice-colors";
import type { Fields } from "@/lib/fields/field";
import { settingsEntries } from "@/lib/list-request";
import { type NounEntity, nounOf, nouns, permissionFor } from "@/lib/nouns/all";
import type { Noun } from "@/lib/nouns/define";
import type { Relation } from "@/lib/nouns/relations";
import { colorField } from "@/lib/nouns/settings";
import { findMove } from "@/lib/reorder";
import { andList, capital } from "@/lib/text";
import { apiAt, useNounApi } from "@/trpc/noun-api";
import { useBulkOf } from "@/trpc/noun-bulk";
import { type NounWith, useMergeOf, useMoveOf } from "@/trpc/noun-client";
import { listPages } from "@/trpc/pages";
import { useApi } from "@/trpc/react";
import { LazyForm } from "./noun-lazy";
import { useNounPicks } from "./noun-picks";
import { archivedEntries, countsRequest } from "./noun-requests";

/** A record of a list in the settings. */
type Entry = { id: string; name: string; version: number };
type Act = { kind: "edit" | "merge"; entry: Entry };

interface NounSettingsProps {
  noun: NounWith<Fields>;
  /** The fields of other nouns that point to its records, and by which those are counted. */
  relations: readonly Relation[];
}

/** The page of a noun that is a list in the settings: its records in their order, and the archived ones. */
export function NounSettings({ noun, relations }: NounSettingsProps) {
  const { head, entity } = noun;
  const { can, href } = useWorkspace();
  const { list } = useNounApi(noun as unknown as Noun);
  const query = useInfiniteQuery(list.infiniteQueryOptions(settingsEntries, listPages));
  const archived = useInfiniteQuery(list.infiniteQueryOptions(archivedEntries, listPages));
  const dialog = useCreateDialog(permissionFor(entity, "create"));
  const [act, setAct] = useState<Act | null>(null);
  const bulk = useBulkOf(noun);
  const may = can(permissionFor(entity, "edit"));
  const create = () => void dialog.onOpenChange(true);
  const label = `New ${head.one}`;
  const button = can(permissionFor(entity, "create")) ? (
    <Button variant="primary" icon={<Plus aria-hidden />} onClick={create}>
      {label}
    </Button>
  ) : null;
  const away = (archived.data?.pages.flatMap(({ rows }) => rows) ?? []) as unknown as Entry[];
  return (
    <SettingsPage
      title={capital(head.many)}
      description={`${head.purpose} Only owners and admins can change them.`}
      back={{ label: "Settings", href: href("/settings") }}
      changes={{ of: [entity], title: head.many }}
      actions={button}
      phoneActions={button ? <IconButton label={label} icon={<Plus aria-hidden />} onClick={create} /> : null}
    >
      <SettingsList of={head.many} className="hairline-t" query={query}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.rows) as unknown as Entry[];
          return rows.length + away.length === 0 ? (
            <EmptyState title={`No ${head.many} yet`} actions={button}>
              {head.purpose}
            </EmptyState>
          ) : (
            <Entries
              {...{ noun, rows, may, relations }}
              onAct={setAct}
              onArchive={(entry) => void bulk.archive([entry as never])}
            />
          );
        }}
      </SettingsList>
      <ListEnd query={query}>
        <span className={settingsRow}>
          <Skeleton className="w-40" />
        </span>
      </ListEnd>
      <ArchivedRows
        title={`Archived ${head.many}`}
        note="Records that have them keep them"
        rows={away}
        onRestore={may ? (entry) => bulk.restore([entry as never]) : null}
      />
      <ListEnd query={archived}>
        <span className={settingsRow}>
          <Skeleton className="w-40" />
        </span>
      </ListEnd>
      <LazyForm noun={noun} {...dialog} />
      {act ? <EntryDialog key={act.entry.id} noun={noun} act={act} onDone={() => setAct(null)} /> : null}
    </SettingsPage>
  );
}

interface EntriesProps extends NounSettingsProps {
  rows: readonly Entry[];
  may: boolean;
  onAct: (act: Act) => void;
  onArchive: (entry: Entry) => void;
}

function Entries({ noun, rows, may, relations, onAct, onArchive }: EntriesProps) {
  const [order, setOrder] = useState<readonly string[] | null>(null);
  const pending = useRef(0);
  // The server's order is shown once it has all moves.
  const move = useMoveOf(noun, () => {
    pending.current -= 1;
    if (pending.current === 0) setOrder(null);
  });
  const placeOf = ({ id }: Entry) => (order?.includes(id) ? order.indexOf(id) : rows.length);
  const shown = order ? rows.toSorted((one, other) => placeOf(one) - placeOf(other)) : rows;
  const counts = useCounts(relations);
  const counted = relations.flatMap(({ entity }) => nounOf(entity)?.many ?? []);
  const none = counted.length > 0 ? `No ${andList(counted)}` : "";
  function reorder(ids: string[]) {
    const moved = findMove(
      shown.map(({ id }) => id),
      ids,
    );
    if (!moved) return;
    setOrder(ids);
    pending.current += 1;
    move({ id: moved.id, after: moved.after });
  }
  return (
    <OrderedRows label={capital(noun.head.many)} rows={shown} enabled={may} onOrder={reorder}>
      {(entry, moves) => (
        <EntryRow noun={noun} entry={entry} records={<EntryRecords counts={counts(entry.id)} none={none} />}>
          {may ? (
            <EntryMenu
              noun={noun.head.one}
              name={entry.name}
              moves={moves}
              onEdit={() => onAct({ kind: "edit", entry })}
              onMerge={() => onAct({ kind: "merge", entry })}
              onArchive={() => onArchive(entry)}
            />
          ) : null}
        </EntryRow>
      )}
    </OrderedRows>
  );
}

interface EntryRowProps {
  noun: NounWith<Fields>;
  entry: Entry;
  records: ReactNode;
  children: ReactNode;
}

function EntryRow({ noun: { head, fields }, entry, records, children }: EntryRowProps) {
  const { href } = useWorkspace();
  const color = Reflect.get(entry, colorField(fields) ?? "") as ChoiceColor | undefined;
  return (
    <>
      {color ? <ColorDot color={color} className="size-2.5 shrink-0" /> : null}
      <span className="flex min-w-0 flex-1 items-center gap-4 phone:flex-col phone:items-start phone:gap-0">
        <Link
          href={href(`/${head.path}/${entry.id}`)}
          className="w-[300px] max-w-full truncate font-medium hover:underline"
        >
          {entry.name}
        </Link>
        <span className="min-w-0 truncate text-muted phone:text-sm">{records}</span>
      </span>
      {children}
    </>
  );
}

/** How many records of other nouns have an entry, by the entry's id; undefined while it is not known. */
function useCounts(relations: readonly Relation[]) {
  const api = useApi();
  const answers = useQueries({
    queries: relations.map(({ entity, field }) =>
      apiAt(api, nouns[entity as NounEntity].path).groups.queryOptions(countsRequest(field)),
    ),
  });
  return (id: string) =>
    relations.map(({ entity, field }, at) => ({
      entity,
      records: answers[at]?.data && (answers[at].data.find(({ value }) => value === id)?.count ?? 0),
      condition: { field, op: "anyOf" as const, value: [id] },
    }));
}

interface EntryDialogProps {
  noun: NounWith<Fields>;
  act: Act;
  onDone: () => void;
}

/** Changes an entry, or asks into which other one it goes. */
function EntryDialog({ noun, act: { kind, entry }, onDone }: EntryDialogProps) {
  const merge = useMergeOf(noun);
  const { search } = useNounPicks(noun.entity);
  const close = (open: boolean) => {
    if (!open) onDone();
  };
  if (kind === "edit") return <LazyForm noun={noun} open onOpenChange={close} record={entry as never} />;
  return (
    <MergeDialog
      noun={noun.head}
      name={entry.name}
      effect="Records that refer to it are changed to refer to the other one, in the background."
      others={async (q) => (await search(q)).filter(({ value }) => value !== entry.id)}
      onOpenChange={close}
      onMerge={async (intoId) => {
        const into = (await merge({ id: entry.id, version: entry.version, intoId })) as unknown as Entry;
        notify.success(`${entry.name} was merged into ${into.name}`);
      }}
    />
  );
}
