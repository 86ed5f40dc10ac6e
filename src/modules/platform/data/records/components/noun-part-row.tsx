"use client";

import { Check, Ellipsis, Trash2, X } from "lucide-react";
import type { ReactNode } from "react";
import type { FieldContext } from "@/components/fields/kind";
import { editorOf, partsOf } from "@/components/fields/kinds";
import { toastRefusal } from "@/components/form/toast-refusal";
import { Badge } from "@/components/ui/badge";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/components/ui/menu";
import { RecordMark } from "@/components/ui/noun-icon";
import { Tick } from "@/components/ui/tick";
import { cn } from "@/lib/cn";
import { type Field, type FieldKind, type FieldOf, inputName } from "@/lib/fields/field";
import { nounOf } from "@/lib/nouns/all";
import type { Noun } from "@/lib/nouns/define";
import { type AnyPart, type AnyWhole, inputOf, isFixed, keyOfPart, type PartList, titleOf } from "@/lib/nouns/parts";
import type { Reference } from "@/lib/zod";
import type { usePartWrites } from "@/trpc/part-writes";
import { FieldEdit } from "./field-edit";
import type { PartsOwn } from "./noun-own";
import { isRight, type PartColumns, partGrid } from "./part-columns";

interface NounPartRowProps {
  noun: Pick<Noun, "entity" | "head">;
  list: PartList;
  own: PartsOwn;
  /** All parts of the record, which have one version. */
  whole: AnyWhole;
  part: AnyPart;
  name: string;
  at: FieldContext;
  columns: PartColumns;
  writes: ReturnType<typeof usePartWrites>;
  mayEdit: boolean;
}

/** One part of a record, its values edited in place. */
export function NounPartRow(props: NounPartRowProps) {
  const { list, own, part, columns, mayEdit } = props;
  const isLocked = !mayEdit || keyOfPart(list, part) === null;
  const value = ([name, field]: readonly [string, Field], look?: string) => (
    <PartValue key={name} {...props} field={[name, field]} isLocked={isLocked} className={look} />
  );
  return (
    <div className={cn(partGrid, "py-1 phone:grid-cols-[minmax(0,1fr)_auto] phone:gap-y-1 phone:py-2")}>
      <span className="flex min-w-0 flex-col">
        <Title {...props} isLocked={isLocked} />
        {own.below?.(part)}
        {columns.texts.map((field) => value(field, "h-7 text-muted text-sm phone:h-11"))}
      </span>
      <span className="contents phone:order-2 phone:col-span-2 phone:grid phone:grid-cols-(--values) phone:gap-x-3">
        {columns.values.map((field) => (
          <span key={field[0]} className={cn("flex min-w-0 flex-col", isRight(field[1]) && "desk:text-right")}>
            <span aria-hidden className="text-faint text-sm desk:hidden">
              {field[1].label}
            </span>
            {value(field, "h-7 phone:h-11")}
          </span>
        ))}
      </span>
      <span className="flex items-center justify-end phone:order-1">
        {own.reach?.of(part)}
        {isLocked ? null : <Actions {...props} />}
      </span>
    </div>
  );
}

type Locked = NounPartRowProps & { isLocked: boolean };

function Title(props: Locked) {
  const { list, part, name, at, columns } = props;
  const { ticked } = list;
  const [key, field] = titleOf(list);
  const value = part[key];
  const to = field.kind === "reference" ? nounOf((field as FieldOf<"reference">).to) : undefined;
  const id = to ? (value as Reference).id : null;
  return (
    <>
      <span
        className={cn("flex min-h-7 min-w-0 items-center gap-2", ticked === null ? "font-medium" : "phone:min-h-11")}
      >
        {ticked === null ? null : <TickOf {...props} ticked={ticked} />}
        {to ? <RecordMark head={to} id={id} name={name} /> : null}
        {isFixed(field) ? (
          partsOf(field).show(value, field as FieldOf<FieldKind>, at)
        ) : (
          <PartValue
            {...props}
            field={[key, field]}
            className={cn("h-7 phone:h-11", ticked !== null && part[ticked] === true && "text-muted")}
          />
        )}
        {columns.flags.map(([flag, { label, shortLabel = label }]) =>
          part[flag] === true ? (
            <Badge key={flag} tone="accent">
              {shortLabel}
            </Badge>
          ) : null,
        )}
      </span>
      {to && id === null ? (
        <span className="truncate text-muted text-sm">{`You are not allowed to open this ${to.one}.`}</span>
      ) : null}
    </>
  );
}

/** The box before the name, which says whether the part is done. */
function TickOf({ list, whole, part, name, writes, isLocked, ticked }: Locked & { ticked: string }) {
  const label = list.fields[ticked]?.label ?? "";
  const change = (next: boolean) => ({ [list.key]: keyOfPart(list, part), [ticked]: next });
  return (
    <Tick
      label={`${label}: ${name}`}
      checked={part[ticked] === true}
      disabled={isLocked}
      onTick={(next) => writes.edits.save(whole, label, change(next)).catch(toastRefusal)}
    />
  );
}

interface PartValueProps extends Locked {
  field: readonly [name: string, field: Field];
  className?: string | undefined;
}

function PartValue({ list, whole, part, name, at, writes, isLocked, ...shown }: PartValueProps): ReactNode {
  const [key, field] = shown.field;
  const value = part[key] ?? null;
  const { label } = field;
  const content = value === null ? null : partsOf(field).show(value, field as FieldOf<FieldKind>, at);
  const words = (
    <span className={cn("truncate", isRight(field) && "desk:ml-auto")}>{content ?? field.whenEmpty ?? "–"}</span>
  );
  if (field.computed || editorOf(field) === null)
    return (
      <span className={cn("flex items-center", shown.className)}>
        <span className="sr-only">{`${label}: `}</span>
        {words}
      </span>
    );
  return (
    <span className={cn("flex min-w-0 items-center", shown.className)}>
      <FieldEdit
        {...{ name: key, field, value, at }}
        label={`${label} of ${name}`}
        readOnly={isLocked}
        edit={{ children: words }}
        onSave={(next) =>
          writes.edits.save(whole, label, {
            [list.key]: keyOfPart(list, part),
            [inputName(key, field)]: next === null || typeof next !== "object" ? next : inputOf(field, next),
          })
        }
      />
    </span>
  );
}

function Actions({ noun, list, whole, part, name, columns, writes }: NounPartRowProps) {
  const remove = () => void writes.remove(whole, part);
  if (columns.flags.length === 0)
    return (
      <IconButton
        size="sm"
        label={`Remove ${name}`}
        icon={<Trash2 aria-hidden />}
        busy={writes.removing}
        onClick={remove}
      />
    );
  return (
    <Menu>
      <MenuTrigger asChild>
        <IconButton size="sm" label={`More for ${name}`} icon={<Ellipsis aria-hidden />} />
      </MenuTrigger>
      <MenuContent align="end">
        {columns.flags.map(([flag, { label }]) => {
          const is = part[flag] === true;
          const change = { [list.key]: keyOfPart(list, part), [flag]: !is };
          return (
            <MenuItem
              key={flag}
              icon={is ? <X aria-hidden /> : <Check aria-hidden />}
              onSelect={() => void writes.edits.send(whole, label, change).catch(toastRefusal)}
            >
              {`${is ? "No longer" : "Make"} ${label.toLowerCase()}`}
            </MenuItem>
          );
        })}
        <MenuItem icon={<Trash2 aria-hidden />} onSelect={remove}>
          {`Remove from this ${noun.head.one}`}
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}
