"use client";

import { useQuery } from "@tanstack/react-query";
import { Ellipsis, Pencil, Plus, Trash2 } from "lucide-react";
import { ArchivedRows, SettingsList, settingsRow } from "@/components/layout/settings-list";
import { GroupHead } from "@/components/layout/settings-page";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/components/ui/menu";
import { SortableRows } from "@/components/ui/sortable-rows";
import { customName } from "@/lib/fields/custom";
import { type NounEntity, nounOf, nouns } from "@/lib/nouns/all";
import { useApi } from "@/trpc/react";
import { type CustomFieldRow, useCustomFieldActs, useOrderCustomFields } from "../client";
import type { OptionListRow } from "../option-lists/client";
import { sectionsOf, stepped, undeleteDays } from "../rules";
import type { FieldAct } from "./field-acts";
import { type BuiltInField, FieldCells, FieldMenu, FieldsHead, formMark, kindTextOf } from "./field-row";

type Fits = (field: { label: string; name: string }) => boolean;

interface FieldListProps {
  entity: NounEntity;
  /** Custom fields of the object in their order, archived ones too. */
  fields: readonly CustomFieldRow[];
  builtIn: readonly BuiltInField[];
  /** The lists of options that the workspace may change. */
  lists: readonly OptionListRow[];
  /** Null while nothing is searched. */
  fits: Fits | null;
  may: boolean;
  onAct: (act: FieldAct) => void;
}

/** The fields of an object: its own in their sections, those that are built in, and those that were put away. */
export function FieldList({ entity, fields, builtIn, lists, fits, may, onAct }: FieldListProps) {
  const found = (field: CustomFieldRow) => fits?.({ label: field.label, name: customName(field.key) }) ?? true;
  const used = fields.filter(({ archivedAt }) => archivedAt === null);
  const shown = used.filter(found);
  const archived = fields.filter((field) => field.archivedAt !== null && found(field));
  const given = builtIn.filter((field) => fits?.(field) ?? true);
  const listOf = (name: string) =>
    lists.find((list) => list.fields.some((one) => one.entity === entity && one.field === name));
  if (fits && shown.length + archived.length + given.length === 0)
    return (
      <EmptyState line={false} title="No field has this name">
        {`Search the labels and API names of the fields of ${nouns[entity].many}.`}
      </EmptyState>
    );
  return (
    <>
      <FieldsHead grip={may && !fits} />
      {used.length === 0 && !fits ? <NoFields entity={entity} may={may} onAct={onAct} /> : null}
      <CustomFields entity={entity} fields={used} shown={shown} fixed={fits !== null} may={may} onAct={onAct} />
      {given.length > 0 ? (
        <section aria-label="Built-in">
          <GroupHead
            title="Built-in"
            count={given.length}
            note="The same in every workspace, apart from some options"
          />
          <ul aria-label="Built-in fields">
            {given.map((field) => (
              <li key={field.name} className={settingsRow}>
                {may && !fits ? <span className="-ml-1.5 w-6 shrink-0" /> : null}
                <FieldCells
                  {...field}
                  action={may ? <OptionsButton list={listOf(field.name)} onAct={onAct} /> : null}
                />
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <ArchivedFields fields={archived} may={may} onAct={onAct} />
      {may && !fits ? <DeletedFields entity={entity} /> : null}
    </>
  );
}

function OptionsButton({ list, onAct }: { list: OptionListRow | undefined; onAct: FieldListProps["onAct"] }) {
  if (!list) return null;
  return (
    <IconButton
      label={`Edit the options of ${list.label}`}
      icon={<Pencil aria-hidden />}
      onClick={() => onAct({ kind: "options", list })}
    />
  );
}

const nameOf = (entity: string) => nounOf(entity)?.one;
const kindOf = (field: CustomFieldRow) => kindTextOf(field, nameOf);
const named = (fields: readonly CustomFieldRow[]) => fields.map((field) => ({ ...field, name: field.label }));

function NoFields({ entity, may, onAct }: Pick<FieldListProps, "entity" | "may" | "onAct">) {
  const { many } = nouns[entity];
  return (
    <EmptyState
      line={false}
      title="No custom fields yet"
      actions={
        may ? <Button onClick={() => onAct({ kind: "new", section: null })}>{`Add a field to ${many}`}</Button> : null
      }
    >
      {`A custom field holds data that ${many} do not have from the start.`}
    </EmptyState>
  );
}

interface CustomFieldsProps extends Pick<FieldListProps, "entity" | "fields" | "may" | "onAct"> {
  shown: readonly CustomFieldRow[];
  /** While only some are shown their order cannot be changed. */
  fixed: boolean;
}

function CustomFields({ entity, fields, shown, fixed, may, onAct }: CustomFieldsProps) {
  const order = useOrderCustomFields();
  const sections = sectionsOf(shown);
  const put = (next: readonly { id: string; section: string | null }[]) =>
    order.mutate({ entity, order: next.map(({ id, section }) => ({ id, section })) });
  const step = (id: string, by: -1 | 1) => {
    const next = fixed ? null : stepped(fields, id, by);
    return next ? () => put(next) : null;
  };
  return sections.map(({ section, fields: inside }) => (
    <section key={section ?? ""} aria-label={section ?? "Custom fields"}>
      <GroupHead
        title={section ?? "Custom fields"}
        count={inside.length}
        onPhones
        action={may ? <SectionMenu section={section} onAct={onAct} /> : null}
      />
      <SortableRows
        label={section ?? "Custom fields"}
        rows={named(inside)}
        enabled={may && !fixed}
        onOrder={(ids) => {
          const others = sectionsOf(fields).flatMap((group) =>
            group.section === section ? ids.map((id) => ({ id, section })) : group.fields,
          );
          put(others);
        }}
      >
        {(field) => (
          <FieldCells
            label={field.label}
            name={customName(field.key)}
            kind={field.kind}
            kindText={kindOf(field)}
            required={field.required}
            unique={field.unique}
            help={field.help}
            mark={formMark(field)}
            action={
              may ? (
                <FieldMenu field={field} onAct={onAct} onUp={step(field.id, -1)} onDown={step(field.id, 1)} />
              ) : null
            }
          />
        )}
      </SortableRows>
    </section>
  ));
}

function SectionMenu({ section, onAct }: { section: string | null; onAct: (act: FieldAct) => void }) {
  const name = section ?? "Custom fields";
  return (
    <Menu>
      <MenuTrigger asChild>
        <IconButton size="sm" label={`More for the section ${name}`} icon={<Ellipsis aria-hidden />} tooltip={false} />
      </MenuTrigger>
      <MenuContent align="end">
        <MenuItem icon={<Plus aria-hidden />} onSelect={() => onAct({ kind: "new", section })}>
          New field here
        </MenuItem>
        <MenuItem icon={<Pencil aria-hidden />} onSelect={() => onAct({ kind: "section", section })}>
          {section === null ? "Name this section" : "Rename section"}
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}

interface ArchivedProps extends Pick<FieldListProps, "may" | "onAct"> {
  fields: readonly CustomFieldRow[];
}

function ArchivedFields({ fields, may, onAct }: ArchivedProps) {
  const { restore } = useCustomFieldActs();
  return (
    <ArchivedRows
      title="Archived fields"
      note="Hidden everywhere; records keep their values"
      rows={named(fields)}
      detail={(field) => kindOf(field)}
      onRestore={may ? (field) => restore(field) : null}
      actions={(field) =>
        may ? (
          <IconButton
            label={`Delete ${field.label}`}
            icon={<Trash2 aria-hidden />}
            onClick={() => onAct({ kind: "delete", field })}
          />
        ) : null
      }
    />
  );
}

/** The fields that can still be brought back. */
function DeletedFields({ entity }: { entity: NounEntity }) {
  const api = useApi();
  const query = useQuery(api.customFields.list.queryOptions({ entity, deleted: true }));
  const { undelete } = useCustomFieldActs();
  return (
    <SettingsList of="deleted fields" lines={1} query={query}>
      {(fields) => (
        <ArchivedRows
          title="Deleted fields"
          note={`Can be restored with their values for ${undeleteDays} days`}
          rows={named(fields)}
          detail={(field) => kindOf(field)}
          onRestore={(field) => undelete(field)}
        />
      )}
    </SettingsList>
  );
}
