"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import { LazyBoardPeek } from "@/components/board/lazy-board-peek";
import { FilterBar } from "@/components/data-table/filter-bar";
import { NameSearch } from "@/components/data-table/narrowing";
import { useListState } from "@/components/data-table/use-list-state";
import { useRowPeek } from "@/components/data-table/use-row-peek";
import { fieldFilters } from "@/components/fields/field-columns";
import { useNoun } from "@/components/fields/use-noun";
import { useCreateDialog, useCreateKey } from "@/components/form/create-dialog";
import { coversList } from "@/components/layout/covers-list";
import { PageHeader } from "@/components/layout/page-header";
import { useMedia } from "@/components/layout/use-media";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { daysOf } from "@/lib/calendar-days";
import { patchOf } from "@/lib/fields/custom";
import type { Fields } from "@/lib/fields/field";
import type { RecordOf } from "@/lib/fields/record";
import { permissionFor } from "@/lib/nouns/all";
import type { Noun } from "@/lib/nouns/define";
import { capital } from "@/lib/text";
import type { NounWith } from "@/trpc/noun-client";
import { CalendarBody } from "./noun-calendar-body";
import { LazyForm, LazyPeek } from "./noun-lazy";
import { listedBy } from "./noun-listed";
import { useOpenView } from "./noun-open-view";
import type { NounOwn } from "./noun-own";
import { NounViewTabs } from "./noun-view-tabs";
import { NounViews } from "./noun-views";
import { useFieldContext } from "./use-field-context";
import { useMonth, useNounCalendar } from "./use-noun-calendar";

export interface NounCalendarProps {
  noun: NounWith<Fields>;
  own?: NounOwn<Fields> | undefined;
}

/** The records of a noun on the days of a month; nothing where it has no calendar. */
export function NounCalendar({ noun, own }: NounCalendarProps) {
  return noun.calendarBy ? <CalendarPage noun={noun} own={own} by={noun.calendarBy} /> : null;
}

type PageProps = NounCalendarProps & { by: NonNullable<Noun["calendarBy"]> };

function CalendarPage({ noun: declared, own, by }: PageProps) {
  const noun = useNoun(declared);
  const { head, entity, allFields } = noun;
  const plain = noun as unknown as Noun;
  const { can, href, readsOnly } = useWorkspace();
  const router = useRouter();
  const at = useFieldContext(head);
  const { names } = useMemo(() => listedBy(allFields, at), [allFields, at]);
  const filters = useMemo(() => fieldFilters(allFields, at), [allFields, at]);
  const view = useOpenView(plain);
  const list = useListState({ fields: names.fields, sortFields: names.sortFields, defaults: view.state });
  const month = useMonth();
  const shown = useNounCalendar(plain, by, { list, month });
  const peek = useRowPeek();
  const covers = useMedia(coversList);
  const form = useCreateDialog(permissionFor(entity, "create"));
  const [startDay, setStartDay] = useState<string | null>(null);
  const mayCreate = can(permissionFor(entity, "create")) && !readsOnly;
  const create = (day: string | null) => {
    setStartDay(day);
    void form.onOpenChange(true);
  };
  const open = (id: string) => (peek ? peek.show(id) : router.push(href(`/${head.path}/${id}`)));
  const inOrder = daysOf(month.span).flatMap((day) => shown.days.get(day) ?? []);
  const knownOf = (id: string) => inOrder.find((row) => row.id === id) as unknown as RecordOf<Fields> | undefined;
  const label = `New ${head.one}`;
  useCreateKey(label, mayCreate ? () => create(null) : null);
  return (
    <>
      <div className="contents" inert={covers && Boolean(peek?.id)}>
        <PageHeader
          title={capital(head.many)}
          phoneActions={
            <>
              <NounViews noun={plain} current="calendar" />
              {mayCreate ? <IconButton label={label} icon={<Plus aria-hidden />} onClick={() => create(null)} /> : null}
            </>
          }
        >
          <NounViews noun={plain} current="calendar" />
          {mayCreate ? (
            <Button variant="primary" icon={<Plus aria-hidden />} onClick={() => create(null)}>
              {label}
            </Button>
          ) : null}
        </PageHeader>
        <NounViewTabs noun={plain} list={list} view={view} layout="calendar" />
        <FilterBar fields={filters} filter={list.state.filter} onChange={(filter) => list.set({ filter })}>
          <NameSearch noun={head.many} list={list} />
        </FilterBar>
        <CalendarBody {...{ noun, own, by, month, shown, open }} onCreate={mayCreate ? create : null} />
      </div>
      {peek ? (
        <LazyBoardPeek
          title={capital(head.one)}
          cards={{ all: inOrder }}
          counts={new Map([["all", inOrder.length]])}
          cardId={({ id }) => id}
          cardLabel={({ name }) => name}
          href={(id) => href(`/${head.path}/${id}`)}
          peek={peek}
        >
          {(id) => <LazyPeek key={id} noun={noun} own={own} id={id} known={knownOf(id)} />}
        </LazyBoardPeek>
      ) : null}
      <LazyForm
        noun={noun}
        own={own}
        {...form}
        {...(startDay === null ? {} : { preset: patchOf(by.day, startDay) as never })}
        onCreated={() => setStartDay(null)}
      />
    </>
  );
}
