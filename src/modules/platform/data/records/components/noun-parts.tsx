"use client";

import { Plus } from "lucide-react";
import { type CSSProperties, type ReactNode, useMemo, useState } from "react";
import { inCurrencyOf } from "@/components/fields/currency-of";
import type { FieldContext } from "@/components/fields/kind";
import { partsOf } from "@/components/fields/kinds";
import { QueryFailed } from "@/components/layout/query-failed";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Progress } from "@/components/ui/progress";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";
import { SortableRows } from "@/components/ui/sortable-rows";
import { cn } from "@/lib/cn";
import type { FieldKind, FieldOf } from "@/lib/fields/field";
import type { Noun } from "@/lib/nouns/define";
import { type AnyWhole, nameOfPart, type PartList, partsIn, tickedIn, titleOf } from "@/lib/nouns/parts";
import { capital, withArticle } from "@/lib/text";
import { useParts, usePartWrites } from "@/trpc/part-writes";
import type { PartsOwn, PartsRecord } from "./noun-own";
import { NounPartForm } from "./noun-part-form";
import { NounPartRow } from "./noun-part-row";
import { isRight, type PartColumns, partColumns, partGrid } from "./part-columns";
import { useFieldContext } from "./use-field-context";

interface NounPartsProps {
  noun: Pick<Noun, "entity" | "head">;
  record: PartsRecord;
  list: PartList;
  own?: PartsOwn;
}

/** The parts of a record: edited in place, added, removed with an undo, and put into order where they have one. */
export function NounParts({ noun, record, list, own = {} }: NounPartsProps) {
  const query = useParts(list, record.id);
  const [adding, setAdding] = useState(false);
  const { many, one } = list.shown;
  const usual = list.purpose ?? `${capital(many)} of this ${noun.head.one} are listed here.`;
  const { title = capital(many), purpose = usual } = own;
  const whole = query.data;
  const add = record.mayEdit ? (
    <Button icon={<Plus aria-hidden />} onClick={() => setAdding(true)}>
      {`Add ${one}`}
    </Button>
  ) : null;
  const actions = whole && record.mayEdit ? own.actions?.(whole) : null;
  return (
    <section aria-label={title} className="flex min-h-0 flex-1 flex-col overflow-y-auto phone:overflow-visible">
      {whole && partsIn(list, whole).length > 0 ? (
        <>
          {add ? (
            <ActionBar>
              {actions}
              {add}
            </ActionBar>
          ) : null}
          {own.above?.(whole)}
          <Ticked list={list} whole={whole} title={title} />
          <Rows {...{ noun, record, list, own, whole, title }} />
        </>
      ) : null}
      {whole && partsIn(list, whole).length === 0 ? (
        <>
          {actions ? <ActionBar>{actions}</ActionBar> : null}
          <EmptyState line={false} title={`No ${many} yet`} actions={add}>
            {record.mayEdit ? purpose : undefined}
          </EmptyState>
        </>
      ) : null}
      {query.error && !whole ? <QueryFailed title={`The ${many} could not be loaded`} query={query} /> : null}
      {whole || query.error ? null : <PartsSkeleton label={`The ${many} are loading`} />}
      {whole && adding ? (
        <NounPartForm
          {...{ noun, list, own, whole }}
          title={`Add ${withArticle(one)} to ${record.name}`}
          record={record}
          onClose={() => setAdding(false)}
        />
      ) : null}
    </section>
  );
}

const ActionBar = ({ children }: { children: ReactNode }) => (
  <div className="flex min-h-11 shrink-0 flex-wrap items-center justify-end gap-2 px-edge py-1.5 hairline-b hairline-soft">
    {children}
  </div>
);

/** How many boxes of a list are ticked, in words and as a bar. */
function Ticked({ list, whole, title }: { list: PartList; whole: AnyWhole; title: string }) {
  const ticked = tickedIn(list, whole);
  if (ticked === null) return null;
  const { length } = partsIn(list, whole);
  const text = `${ticked} of ${length}`;
  return (
    <div className="flex h-9 shrink-0 items-center gap-3 px-edge text-muted text-sm">
      <span>{text}</span>
      <Progress label={title} value={ticked} max={length} text={text} size={2} className="w-16" />
    </div>
  );
}

interface RowsProps extends Required<NounPartsProps> {
  whole: AnyWhole;
  title: string;
}

function Rows({ noun, record, list, own, whole, title }: RowsProps) {
  const usual = useFieldContext(noun.head);
  const at = useMemo(() => inCurrencyOf(record, usual), [record, usual]);
  const writes = usePartWrites(noun, list);
  const { mayEdit } = record;
  const rows = partsIn(list, whole).map((part) => ({ id: part.id, name: nameOfPart(list, part), part }));
  const columns = partColumns(list, (own.reach?.width ?? 0) + (mayEdit ? 28 : 0));
  const isOrdered = list.ordered && mayEdit;
  const across = `repeat(${Math.min(columns.values.length, 3)}, minmax(0, 1fr))`;
  const style = { "--parts": columns.template, "--values": across } as CSSProperties;
  return (
    <div data-inline-edits="" style={style} className="shrink-0">
      <Heads list={list} columns={columns} isOrdered={isOrdered} />
      <SortableRows rows={rows} label={title} enabled={isOrdered} onOrder={(ids) => void writes.order(whole, ids)}>
        {({ part, name }) => <NounPartRow {...{ noun, list, own, whole, part, name, at, columns, writes, mayEdit }} />}
      </SortableRows>
      {list.sums.length > 0 ? <Sums {...{ list, columns, isOrdered, whole, at }} /> : null}
    </div>
  );
}

interface LineProps {
  list: PartList;
  columns: PartColumns;
  /** Rows have handles. */
  isOrdered: boolean;
}

function Heads({ list, columns, isOrdered }: LineProps) {
  if (columns.values.length === 0) return null;
  return (
    <div aria-hidden className="flex h-thead items-center gap-2 px-edge text-faint text-sm hairline-b phone:hidden">
      {isOrdered ? <HandleGap /> : null}
      <span className={partGrid}>
        <span>{titleOf(list)[1].label}</span>
        {columns.values.map(([name, field]) => (
          <span key={name} className={cn("truncate", isRight(field) && "text-right")}>
            {field.label}
          </span>
        ))}
      </span>
    </div>
  );
}

/** The width of the handles. */
const HandleGap = ({ className }: { className?: string }) => <span className={cn("-ml-1.5 w-6 shrink-0", className)} />;

function Sums({ list, columns, isOrdered, whole, at }: LineProps & { whole: AnyWhole; at: FieldContext }) {
  return (
    <dl className="flex h-row items-center gap-2 px-edge font-medium phone:h-12">
      {isOrdered ? <HandleGap className="phone:hidden" /> : null}
      <div className={cn(partGrid, "phone:flex phone:justify-between")}>
        <dt>Together</dt>
        {columns.values.map(([name, field], place) =>
          list.sums.includes(name) ? (
            <dd key={name} className="text-right" style={{ gridColumn: place + 2 }}>
              {partsOf(field).show(whole[name], field as FieldOf<FieldKind>, at)}
            </dd>
          ) : null,
        )}
      </div>
    </dl>
  );
}

function PartsSkeleton({ label }: { label: string }) {
  return (
    <SkeletonRegion label={label}>
      {[44, 36, 40].map((width) => (
        <div key={width} className="flex h-12 items-center px-edge hairline-b hairline-soft">
          <span style={{ width: `${width}%` }} className="block h-2 rounded-sm bg-surface-press" />
          <Skeleton className="ml-auto w-20" />
        </div>
      ))}
    </SkeletonRegion>
  );
}
