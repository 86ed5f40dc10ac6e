"use client";

import { Archive, Check, Ellipsis, Pencil, Replace, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from "@/components/ui/menu";
import { MoveItems, type Moves } from "@/components/ui/move-items";
import type { FieldKind } from "@/lib/fields/field";
import { capital } from "@/lib/text";
import { type CustomFieldRow, useCustomFieldActs } from "../client";
import { kindLabels } from "../rules";
import type { FieldAct } from "./field-acts";
import { kindIcon } from "./field-kinds";

/** A field that the object has in every workspace. */
export interface BuiltInField {
  name: string;
  label: string;
  kind: FieldKind;
  required: boolean;
  unique: boolean;
}

/** The heads of the columns. `grip` keeps the place of the handles. */
export function FieldsHead({ grip }: { grip: boolean }) {
  return (
    <div className="flex h-thead shrink-0 items-center gap-2 px-edge text-faint text-sm hairline-b phone:hidden">
      {grip ? <span className="-ml-1.5 w-6 shrink-0" /> : null}
      <span className="flex-1">Field</span>
      <span className="w-52 shrink-0 narrow:hidden">API name</span>
      <span className="w-40 shrink-0">Kind</span>
      <span className="w-16 shrink-0 text-center">Required</span>
      <span className="w-16 shrink-0 text-center">Unique</span>
      <span className="w-8 shrink-0" />
    </div>
  );
}

interface CellsProps {
  label: string;
  name: string;
  kind: FieldKind;
  /** The kind in words, where they say more than its name. */
  kindText?: string | undefined;
  required: boolean;
  unique: boolean;
  help?: string | null | undefined;
  /** Beside the label. */
  mark?: ReactNode;
  action?: ReactNode;
}

/** The cells of one field; on phones its kind and marks stand below the label. */
export function FieldCells({ label, name, kind, kindText = kindLabels[kind], action, ...field }: CellsProps) {
  const words = [kindText, field.required ? "required" : [], field.unique ? "unique" : []].flat();
  return (
    <>
      <span className="flex min-w-0 flex-1 flex-col py-1.5">
        <span className="flex min-w-0 items-center gap-2">
          <span className="truncate font-medium">{label}</span>
          {field.mark}
        </span>
        {field.help ? <span className="truncate text-muted text-sm">{field.help}</span> : null}
        <span className="truncate text-muted text-sm desk:hidden">{words.join(", ")}</span>
      </span>
      <span className="w-52 shrink-0 truncate font-mono text-muted text-sm narrow:hidden">{name}</span>
      <span className="flex w-40 shrink-0 items-center gap-2 phone:hidden [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-faint">
        {kindIcon(kind)}
        <span className="truncate">{kindText}</span>
      </span>
      <YesMark yes={field.required} label="Required" />
      <YesMark yes={field.unique} label="Unique" />
      <span className="flex w-8 shrink-0 justify-end">{action}</span>
    </>
  );
}

function YesMark({ yes, label }: { yes: boolean; label: string }) {
  return (
    <span className="grid w-16 shrink-0 place-items-center text-faint phone:hidden">
      {yes ? <Check role="img" aria-label={label} className="size-4 text-text" /> : <span aria-hidden>–</span>}
    </span>
  );
}

/** The mark of a field that forms for new records leave out. */
export const formMark = ({ settings }: CustomFieldRow) =>
  settings.inForm === false ? <Badge className="shrink-0">Not in the form</Badge> : null;

interface MenuProps extends Moves {
  field: CustomFieldRow;
  onAct: (act: FieldAct) => void;
}

/** The acts of an admin on a field. */
export function FieldMenu({ field, onAct, onUp, onDown }: MenuProps) {
  const { archive } = useCustomFieldActs();
  return (
    <Menu>
      <MenuTrigger asChild>
        <IconButton label={`More for ${field.label}`} icon={<Ellipsis aria-hidden />} tooltip={false} />
      </MenuTrigger>
      <MenuContent align="end">
        <MenuItem icon={<Pencil aria-hidden />} onSelect={() => onAct({ kind: "edit", field })}>
          Edit field
        </MenuItem>
        <MenuItem icon={<Replace aria-hidden />} onSelect={() => onAct({ kind: "convert", field })}>
          Change kind…
        </MenuItem>
        <MenuSeparator />
        <MoveItems onUp={onUp} onDown={onDown} />
        <MenuSeparator />
        <MenuItem icon={<Archive aria-hidden />} onSelect={() => void archive(field)}>
          Archive field
        </MenuItem>
        <MenuItem danger icon={<Trash2 aria-hidden />} onSelect={() => onAct({ kind: "delete", field })}>
          Delete field
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}

/** The object of a record field says more than that it is a record. */
export const kindTextOf = ({ kind, settings }: CustomFieldRow, nameOf: (entity: string) => string | undefined) =>
  kind === "reference" && settings.to ? capital(nameOf(settings.to) ?? kindLabels[kind]) : kindLabels[kind];
