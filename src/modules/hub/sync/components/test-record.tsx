"use client";

import { FlaskConical } from "lucide-react";
import { type FormEvent, useState } from "react";
import { readServerError } from "@/components/form/server-error";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { Combobox } from "@/components/ui/combobox";
import { Dialog, DialogBody, DialogContent } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { Note } from "@/components/ui/note";
import { Segmented } from "@/components/ui/segmented";
import { useNounPicks } from "@/modules/platform/data/records/components/noun-picks";
import { useSyncActs } from "../client";
import type { TestedRecord } from "../record-tests/schema";
import type { SyncField, SyncObject } from "../schema";
import { changesToSave, type FieldChanges } from "./field-changes";
import { TestedFields } from "./tested-fields";

/** The texts of a record that was tested, by field: as its steps get them. */
export type TestedTexts = ReadonlyMap<string, NonNullable<SyncField["example"]>>;
export const noTexts: TestedTexts = new Map();

interface TestRecordProps {
  object: SyncObject;
  /** The name of the service. */
  label: string;
  /** Changes that are not saved, which the test applies. */
  changes: FieldChanges;
  onTested(texts: TestedTexts): void;
}

type Asked = { here: string } | { there: string };

/** Reads one record on both sides and shows what each field would do, with unsaved changes; nothing is written. */
export function TestRecord(props: TestRecordProps) {
  const { can } = useWorkspace();
  const [open, setOpen] = useState(false);
  if (!can("connection:manage")) return null;
  return (
    <>
      <Button size="sm" icon={<FlaskConical aria-hidden />} onClick={() => setOpen(true)}>
        Test a record
      </Button>
      <Dialog open={open} onOpenChange={setOpen}>
        <DialogContent
          size="lg"
          closeButton
          title="Test a record"
          description={`It is read here and in ${props.label}. Nothing is written.`}
        >
          <DialogBody>
            <Test {...props} />
          </DialogBody>
        </DialogContent>
      </Dialog>
    </>
  );
}

function Test({ object, label, changes, onTested }: TestRecordProps) {
  const { testRecord } = useSyncActs();
  const [side, setSide] = useState<"here" | "there">("here");
  const ask = (record: Asked) =>
    testRecord.mutate(
      { objectId: object.id, record, fields: changesToSave(changes) },
      { onSuccess: (result) => onTested(textsOf(result)) },
    );
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <Segmented
          aria-label="Where to find the record"
          options={[
            { value: "here", label: "Here" },
            { value: "there", label },
          ]}
          value={side}
          onValueChange={setSide}
        />
        {side === "here" ? (
          <RecordHere object={object} onPick={(here) => ask({ here })} />
        ) : (
          <RecordThere label={label} busy={testRecord.isPending} onPick={(there) => ask({ there })} />
        )}
      </div>
      <Outcome test={testRecord} label={label} />
    </div>
  );
}

function Outcome({ test, label }: { test: ReturnType<typeof useSyncActs>["testRecord"]; label: string }) {
  if (test.isPending)
    return (
      <p role="status" className="text-muted">
        {`Reading the record here and in ${label}`}
      </p>
    );
  if (test.error) return <Note tone="warning">{readServerError(test.error).message}</Note>;
  if (!test.data) return <p className="text-muted">Choose a record. Changes that are not saved yet count too.</p>;
  return <TestedFields tested={test.data} label={label} />;
}

function RecordHere({ object, onPick }: { object: SyncObject; onPick(id: string): void }) {
  const { search } = useNounPicks(object.entity);
  const [value, setValue] = useState<string | null>(null);
  return (
    <div className="min-w-48 flex-1">
      <Combobox
        aria-label={`Record of ${object.labels.ours}`}
        placeholder="Choose a record"
        searchLabel={`Find among ${object.labels.ours.toLowerCase()}`}
        search={search}
        value={value}
        onChange={(option) => {
          setValue(option?.value ?? null);
          if (option) onPick(option.value);
        }}
      />
    </div>
  );
}

function RecordThere({ label, busy, onPick }: { label: string; busy: boolean; onPick(text: string): void }) {
  const [text, setText] = useState("");
  function submit(event: FormEvent) {
    event.preventDefault();
    if (text.trim()) onPick(text.trim());
  }
  return (
    <form onSubmit={submit} className="flex min-w-48 flex-1 gap-2">
      <Input
        aria-label={`Record in ${label}`}
        placeholder="ID, e-mail address or domain"
        value={text}
        maxLength={200}
        onChange={(event) => setText(event.target.value)}
      />
      <Button type="submit" busy={busy} disabled={!text.trim()}>
        Test
      </Button>
    </form>
  );
}

const textsOf = ({ fields }: TestedRecord): TestedTexts =>
  new Map(
    fields.map(({ field, texts }) => [field, { ours: texts.ours, theirs: Object.values(texts.theirs)[0] ?? null }]),
  );
