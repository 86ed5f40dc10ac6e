"use client";

import { Download } from "lucide-react";
import { useState } from "react";
import { Loaded } from "@/components/layout/loaded";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { Segmented } from "@/components/ui/segmented";
import { Tab, Tabs, TabsContent, TabsList } from "@/components/ui/tabs";
import { notify } from "@/components/ui/toast";
import { cn } from "@/lib/cn";
import { useFieldsOf, useRehearsals, useSyncActs } from "../client";
import type { SyncField, SyncObject } from "../schema";
import { countOf, kindOf, kindWords, losing, type Sample, type SampleKind, sampleKinds } from "./samples";
import { rehearsalOf, sumOf } from "./sync-counts";
import type { SyncProps } from "./sync-screen";

interface Row {
  key: string;
  object: SyncObject;
  sample: Sample;
  field: SyncField | undefined;
}

/** Examples of each outcome; where values meet, the one that would be lost is faint. */
export function RehearsalSamples({ connected: { id, label }, objects }: SyncProps) {
  const { locale } = useWorkspace();
  const ids = objects.map(({ id }) => id);
  const rehearsals = useRehearsals(objects.filter((object) => rehearsalOf(object) !== null).map(({ id }) => id));
  const fields = useFieldsOf(ids);
  const [chosen, setChosen] = useState<SampleKind | null>(null);
  const sum = sumOf(objects.map(rehearsalOf));
  const shown = sampleKinds.filter((kind) => countOf(kind, sum) > 0);
  const kind = chosen && shown.includes(chosen) ? chosen : shown[0];
  if (!kind) return <p className="px-edge py-4 text-muted hairline-t">Nothing would be created, linked or changed.</p>;
  return (
    <Tabs value={kind} onValueChange={(next) => setChosen(next as SampleKind)} className="mt-3 hairline-t">
      <div className="flex items-stretch">
        <TabsList aria-label="Examples" className="min-w-0 flex-1">
          {shown.map((one) => (
            <Tab key={one} value={one} count={countOf(one, sum).toLocaleString(locale)}>
              {kindWords(one, label)}
            </Tab>
          ))}
        </TabsList>
        <span className="flex items-center pr-edge hairline-b">
          <DownloadAll connectionId={id} />
        </span>
      </div>
      <TabsContent value={kind}>
        <Loaded query={rehearsals} of="the examples">
          {(all) => {
            const rows = all.flatMap(({ objectId, samples }) => {
              const object = objects.find(({ id }) => id === objectId);
              const own = samples.filter((sample) => kindOf(sample) === kind);
              return object ? own.map((sample, at) => rowOf(object, sample, at, fields.get(objectId) ?? [])) : [];
            });
            return <SampleRows rows={rows} kind={kind} label={label} left={countOf(kind, sum) - rows.length} />;
          }}
        </Loaded>
      </TabsContent>
    </Tabs>
  );
}

/** The file of all that the rehearsals found; it is kept for a day. */
function DownloadAll({ connectionId }: { connectionId: string }) {
  const { slug } = useWorkspace();
  return (
    <Button asChild size="sm" variant="ghost">
      <a href={`/api/connections/rehearsals/${connectionId}?workspace=${slug}`} download>
        <Download aria-hidden />
        Download all
      </a>
    </Button>
  );
}

const rowOf = (object: SyncObject, sample: Sample, at: number, fields: readonly SyncField[]): Row => ({
  key: `${object.id} ${at}`,
  object,
  sample,
  field: fields.find(({ label }) => label === sample.field),
});

const columns = "grid grid-cols-[200px_120px_minmax(0,1fr)_minmax(0,1fr)_170px] items-center gap-x-2.5 px-edge";

interface SampleRowsProps {
  rows: readonly Row[];
  kind: SampleKind;
  label: string;
  /** How many are not among the examples. */
  left: number;
}

function SampleRows({ rows, kind, label, left }: SampleRowsProps) {
  const { locale } = useWorkspace();
  const hasValues = kind === "conflicts" || kind === "updates" || kind === "problems";
  return (
    <>
      {hasValues ? (
        <div aria-hidden className={cn(columns, "h-thead text-faint text-sm hairline-b phone:hidden")}>
          <span>Record</span>
          <span>Field</span>
          <span>Here</span>
          <span>{label}</span>
          <span className="text-right">{kind === "problems" ? "Why" : "Kept, by your rule"}</span>
        </div>
      ) : null}
      <ul>
        {rows.map((row) =>
          hasValues ? (
            <ValueRow key={row.key} row={row} label={label} />
          ) : (
            <li
              key={row.key}
              className="flex min-h-row items-center gap-2 px-edge hairline-b hairline-soft phone:min-h-11"
            >
              <span className="min-w-0 truncate font-medium">{row.sample.name || "Without a name"}</span>
              <span className="shrink-0 text-faint text-sm">{row.object.labels.ours}</span>
            </li>
          ),
        )}
      </ul>
      {left > 0 ? (
        <p className="px-edge py-2.5 text-muted text-sm">{`These are examples; ${left.toLocaleString(locale)} more are counted.`}</p>
      ) : null}
    </>
  );
}

function ValueRow({ row: { object, sample, field }, label }: { row: Row; label: string }) {
  const asks = sample.outcome === "conflict" && field?.direction === "both" && field.conflict === "ask";
  const lost = losing(sample, asks);
  return (
    <li
      className={cn(
        columns,
        "min-h-13 py-1.5 hairline-b hairline-soft phone:flex phone:flex-col phone:items-stretch phone:gap-y-1 phone:py-3",
      )}
    >
      <span className="min-w-0 leading-[18px] phone:flex phone:gap-1.5">
        <span className="block truncate font-medium">{sample.name || "Without a name"}</span>
        <span className="block truncate text-muted text-sm phone:hidden">{object.labels.ours}</span>
        <span className="text-muted desk:hidden">{sample.field}</span>
      </span>
      <span className="truncate text-muted phone:hidden">{sample.field}</span>
      <Side value={sample.ours} isLost={lost === "here"} where="Here" />
      <Side value={sample.theirs} isLost={lost === "there"} where={label} />
      {sample.outcome === "conflict" && field ? (
        <KeptChoice object={object} field={field} lost={lost} label={label} />
      ) : (
        <span className="text-right text-muted text-sm phone:text-left">{sample.words ?? keptWords(lost, label)}</span>
      )}
    </li>
  );
}

const keptWords = (lost: "here" | "there" | null, label: string) => (lost === "here" ? label : "Ours");

function Side({ value, isLost, where }: { value: string | null; isLost: boolean; where: string }) {
  return (
    <span className={cn("min-w-0 truncate", isLost && "text-faint")}>
      <span className="text-muted desk:sr-only">{`${where}: `}</span>
      {value ?? "–"}
      {isLost ? <span className="sr-only">, not kept</span> : null}
    </span>
  );
}

interface KeptChoiceProps {
  object: SyncObject;
  field: SyncField;
  lost: "here" | "there" | null;
  label: string;
}

/** The side that is kept; another one becomes the rule of the field for all records. */
function KeptChoice({ object, field, lost, label }: KeptChoiceProps) {
  const { can } = useWorkspace();
  const { saveFields } = useSyncActs();
  const options = [
    { value: "ours", label: "Ours" },
    { value: "theirs", label },
    { value: "ask", label: "Ask" },
  ] as const;
  const byTimes = lost === "here" ? "theirs" : "ours";
  const kept = field.conflict === "newest" ? byTimes : field.conflict;
  return (
    <Segmented
      aria-label={`Kept of ${field.label}, by your rule`}
      className="ml-auto phone:w-full phone:*:flex-1"
      options={options}
      value={kept}
      disabled={!can("connection:manage") || saveFields.isPending || field.direction !== "both"}
      onValueChange={(conflict) =>
        saveFields.mutate(
          { objectId: object.id, version: object.version, fields: [{ field: field.field, conflict }] },
          {
            onSuccess: () =>
              void notify.success(
                `The rule of ${field.label} is changed for all records. Rehearse again to see the counts.`,
              ),
          },
        )
      }
    />
  );
}
