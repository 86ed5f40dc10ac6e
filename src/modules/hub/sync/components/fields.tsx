"use client";

import { parseAsString, useQueryState } from "nuqs";
import { type ReactNode, useState } from "react";
import { Loaded } from "@/components/layout/loaded";
import { useUnsentWarning } from "@/components/layout/use-unsent-warning";
import { WizardFoot } from "@/components/layout/wizard-foot";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { Segmented } from "@/components/ui/segmented";
import { notify } from "@/components/ui/toast";
import { cn } from "@/lib/cn";
import { counted, nouns } from "@/lib/counted";
import { isCustomName } from "@/lib/fields/custom";
import { useSyncActs, useSyncFields } from "../client";
import type { SyncField, SyncObject } from "../schema";
import { AddField } from "./add-field";
import {
  areComplete,
  changedField,
  changesToSave,
  type FieldChange,
  type FieldChanges,
  withChange,
} from "./field-changes";
import { FieldEditor } from "./field-editor";
import { FieldRow, fieldColumns } from "./field-row";
import { FreeFields } from "./free-fields";
import { type SyncProps, SyncScreen } from "./sync-screen";
import { noTexts, type TestedTexts, TestRecord } from "./test-record";

/** Changes that are not saved yet, by the id of the object. */
type Drafts = Readonly<Record<string, FieldChanges>>;

/** The fields of each kind of record: which way each goes, and who wins. */
export function SyncFields({ provider }: { provider: string }) {
  return (
    <SyncScreen provider={provider}>
      {(connected, objects) => <FieldsOfObjects connected={connected} objects={objects} />}
    </SyncScreen>
  );
}

interface FieldsProps extends SyncProps {
  /** Shown at the foot while nothing is changed. */
  foot?: ReactNode;
}

export function FieldsOfObjects({ connected, objects, foot }: FieldsProps) {
  const { can, locale } = useWorkspace();
  const [entity, setEntity] = useQueryState("object", parseAsString);
  const [drafts, setDrafts] = useState<Drafts>({});
  const [tested, setTested] = useState<Readonly<Record<string, TestedTexts>>>({});
  const object = objects.find((one) => one.entity === entity) ?? (objects[0] as SyncObject);
  const changed = Object.values(drafts).reduce((sum, changes) => sum + Object.keys(changes).length, 0);
  useUnsentWarning(changed > 0);
  const { on, all, theirs } = object.fields;
  return (
    <>
      <div className="flex h-bar shrink-0 items-center gap-3 px-edge hairline-b phone:h-auto phone:flex-wrap phone:gap-y-2 phone:py-2">
        <Segmented
          aria-label="Kind of record"
          options={objects.map(({ entity: value, labels }) => ({ value, label: labels.ours }))}
          value={object.entity}
          onValueChange={(next) => void setEntity(next)}
        />
        <span className="ml-auto truncate text-muted text-sm phone:hidden">
          {`${on.toLocaleString(locale)} of ${counted(all, nouns.field, locale)} sync; ${connected.label} has ${theirs.toLocaleString(locale)}`}
        </span>
        <TestRecord
          key={object.id}
          object={object}
          label={connected.label}
          changes={drafts[object.id] ?? {}}
          onTested={(texts) => setTested({ ...tested, [object.id]: texts })}
        />
        <AddField object={object} label={connected.label} />
      </div>
      <FieldsOfObject
        key={object.id}
        object={object}
        label={connected.label}
        disabled={!can("connection:manage")}
        changes={drafts[object.id] ?? {}}
        tested={tested[object.id] ?? noTexts}
        onChanges={(changes) => setDrafts({ ...drafts, [object.id]: changes })}
      />
      {changed > 0 ? <SaveFoot {...{ objects, drafts, changed, setDrafts }} /> : null}
      {changed === 0 && foot ? (
        <WizardFoot counts={<span className="text-muted">Changed fields are rehearsed before they are written.</span>}>
          {foot}
        </WizardFoot>
      ) : null}
    </>
  );
}

interface SaveFootProps extends Pick<SyncProps, "objects"> {
  drafts: Drafts;
  changed: number;
  setDrafts(drafts: Drafts): void;
}

function SaveFoot({ objects, drafts, changed, setDrafts }: SaveFootProps) {
  const { locale } = useWorkspace();
  const { saveFields } = useSyncActs();
  const isComplete = Object.values(drafts).every((changes) =>
    Object.values(changes).every(({ steps }) => !steps || areComplete(steps)),
  );
  async function save() {
    let left = drafts;
    for (const { id, version } of objects) {
      const fields = changesToSave(drafts[id] ?? {});
      if (fields.length === 0) continue;
      // A refusal is said, and keeps what was not saved.
      const saved = await saveFields.mutateAsync({ objectId: id, version, fields }).catch(() => null);
      if (saved) left = { ...left, [id]: {} };
    }
    setDrafts(left);
    if (Object.values(left).every((one) => Object.keys(one).length === 0)) notify.success("The fields are saved");
  }
  return (
    <WizardFoot counts={<span role="status">{`${changed.toLocaleString(locale)} changed`}</span>}>
      <Button onClick={() => setDrafts({})}>Discard</Button>
      <Button variant="primary" disabled={!isComplete} busy={saveFields.isPending} onClick={() => void save()}>
        Save
      </Button>
    </WizardFoot>
  );
}

interface OfObjectProps {
  object: SyncObject;
  label: string;
  disabled: boolean;
  changes: FieldChanges;
  /** The texts of a record that was tested, by field. */
  tested: TestedTexts;
  onChanges(changes: FieldChanges): void;
}

function FieldsOfObject({ object, label, disabled, changes, tested, onChanges }: OfObjectProps) {
  const query = useSyncFields(object.id);
  const { saveFields } = useSyncActs();
  const [chosen, setChosen] = useQueryState("field", parseAsString);
  const unpair = (field: string) =>
    saveFields.mutate(
      { objectId: object.id, version: object.version, fields: [{ field, remote: null }] },
      { onSuccess: () => void setChosen(null) },
    );
  return (
    <Loaded query={query} of="the fields">
      {({ fields, own, properties }) => {
        const open = fields.find(({ field }) => field === chosen);
        const change = (field: SyncField) => (more: FieldChange) => onChanges(withChange(changes, field, more));
        return (
          <div
            className={cn(
              "relative grid min-h-0 flex-1 narrow:grid-cols-1!",
              open ? "grid-cols-[minmax(0,1fr)_var(--aside-w)]" : "grid-cols-1",
            )}
          >
            <div className="min-h-0 min-w-0 overflow-y-auto">
              <FieldsHead label={label} />
              <ul aria-label={`Fields of ${object.labels.ours}`}>
                {fields.map((field) => (
                  <FieldRow
                    key={field.field}
                    field={changedField(field, changes[field.field])}
                    isChanged={field.field in changes}
                    isChosen={field.field === chosen}
                    label={label}
                    disabled={disabled}
                    onOpen={() => void setChosen(field.field === chosen ? null : field.field)}
                    onChange={change(field)}
                  />
                ))}
              </ul>
              <FreeFields object={object} label={label} fields={own} />
            </div>
            {open ? (
              <FieldEditor
                field={changedField(open, changes[open.field])}
                saved={open}
                properties={properties}
                tested={tested.get(open.field) ?? null}
                label={label}
                disabled={disabled}
                onChange={change(open)}
                onUnpair={isCustomName(open.field) ? () => unpair(open.field) : null}
                onClose={() => void setChosen(null)}
              />
            ) : null}
          </div>
        );
      }}
    </Loaded>
  );
}

const FieldsHead = ({ label }: { label: string }) => (
  <div
    aria-hidden
    className={cn(fieldColumns, "sticky top-0 z-sticky h-thead bg-surface text-faint text-sm hairline-b phone:hidden")}
  >
    <span>Here</span>
    <span>Direction</span>
    <span className="truncate">{label}</span>
    <span>Sample</span>
    <span className="truncate">Both changed</span>
    <span>Check</span>
  </div>
);
