"use client";

import { Star } from "lucide-react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Link } from "@/components/ui/link";
import { RecordMark } from "@/components/ui/noun-icon";
import { ReferenceName } from "@/components/ui/reference-name";
import { ColorDot } from "@/components/ui/tag";
import type { ChoiceOption, FieldOf } from "@/lib/fields/field";
import { nounOf } from "@/lib/nouns/all";
import { type AnyPart, type PartList, titleOf } from "@/lib/nouns/parts";
import type { Reference } from "@/lib/zod";

interface NounPartsMapProps {
  list: PartList;
  parts: readonly AnyPart[];
  /** Names the table. */
  label: string;
  /** The two choices that place a part. */
  rows: string;
  columns: string;
  /** The text of a row without parts. */
  gap(value: string): string;
}

const cell = "px-1 py-1 align-top hairline-b hairline-soft phone:p-0 phone:shadow-none";
const choice = (list: PartList, name: string) => list.fields[name] as unknown as FieldOf<"choice">;

/** The parts of a record by two of their choices: a row that has none is a gap. */
export function NounPartsMap({ list, parts, label, rows, columns, gap }: NounPartsMapProps) {
  const [down, across] = [choice(list, rows), choice(list, columns)];
  const none = parts.some((part) => part[rows] === null) ? [{ value: null, label: down.placeholder ?? "None" }] : [];
  return (
    <table aria-label={label} className="w-full shrink-0 table-fixed phone:block">
      <thead className="text-left text-faint text-sm phone:sr-only">
        <tr className="h-thead [&>th]:font-normal [&>th]:hairline-b">
          <th scope="col" className="w-28 pl-edge!">
            {down.label}
          </th>
          {across.options.map(({ value, label: heading, color }) => (
            <th key={value} scope="col" className="px-1 last:pr-edge!">
              <span className="flex items-center gap-1.5 px-1">
                {color ? <ColorDot color={color} /> : null}
                {heading}
              </span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="phone:block">
        {[...down.options, ...none].map(({ value, label: heading }) => {
          const placed = parts.filter((part) => part[rows] === value);
          return (
            <tr
              key={heading}
              className="phone:grid phone:min-h-11 phone:grid-cols-[96px_minmax(0,1fr)] phone:items-center phone:px-4 phone:py-1.5 phone:hairline-b phone:hairline-soft"
            >
              <th
                scope="row"
                className={`${cell} h-row text-left align-middle! font-normal text-muted desk:pl-edge! phone:h-auto phone:row-span-3`}
              >
                {heading}
              </th>
              {value !== null && placed.length === 0 ? (
                <td colSpan={across.options.length} className={`${cell} desk:pr-edge!`}>
                  <span className="flex min-h-7 items-center rounded-sm border border-border-strong border-dashed px-2 text-faint">
                    {gap(value)}
                  </span>
                </td>
              ) : (
                across.options.map((option) => (
                  <td key={option.value} className={`${cell} desk:last:pr-edge! phone:col-start-2 phone:empty:hidden`}>
                    {placed.map((part) =>
                      part[columns] === option.value ? <Placed key={part.id} {...{ part, list, option }} /> : null,
                    )}
                  </td>
                ))
              )}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Placed({ part, list, option }: { part: AnyPart; list: PartList; option: ChoiceOption }) {
  const { href } = useWorkspace();
  const [key, field] = titleOf(list);
  const to = part[key] as Reference;
  const head = nounOf((field as FieldOf<"reference">).to);
  const single = list.single !== null && part[list.single] === true ? list.fields[list.single] : undefined;
  const { label, color } = option;
  const shown = (
    <>
      {head ? <RecordMark head={head} id={to.id} name={to.name} /> : null}
      <ReferenceName of={to} />
      <span className="sr-only">{`(${[label, ...(single ? [single.label] : [])].join(", ").toLowerCase()})`}</span>
      {single ? <Star aria-hidden className="size-3 shrink-0 fill-current text-faint" /> : null}
      <span aria-hidden className="ml-auto flex shrink-0 items-center gap-1.5 text-sm desk:hidden">
        {label}
        {color ? <ColorDot color={color} /> : null}
      </span>
    </>
  );
  const look = "mb-1 flex min-h-7 min-w-0 items-center gap-1.5 rounded-sm px-1.5 last:mb-0 phone:min-h-11";
  const style = { background: `color-mix(in oklab, var(--choice-${color ?? "gray"}) 14%, transparent)` };
  if (!head || to.id === null)
    return (
      <span className={look} style={style}>
        {shown}
      </span>
    );
  return (
    <Link href={href(`/${head.path}/${to.id}`)} className={`${look} hover:underline`} style={style}>
      {shown}
    </Link>
  );
}
