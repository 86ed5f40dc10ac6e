"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useId, useState } from "react";
import { readServerError } from "@/components/form/server-error";
import { LineFailed } from "@/components/layout/line-failed";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent } from "@/components/ui/dialog";
import { RadioGroup } from "@/components/ui/radio-group";
import { Segmented } from "@/components/ui/segmented";
import { Skeleton } from "@/components/ui/skeleton";
import { notify } from "@/components/ui/toast";
import { counted, type Noun } from "@/lib/counted";
import { useApi } from "@/trpc/react";
import type { ExportedList, ExportRequest } from "../schema";
import { ExportFiles } from "./export-files";

export interface ExportDialogProps {
  open: boolean;
  onOpenChange(open: boolean): void;
  /** The kind of record. */
  entity: string;
  noun: Noun;
  list: ExportedList;
  /** The names of the columns that the list shows, in their order. */
  shown: readonly string[];
  /** The name of the view that the list shows without changes. */
  view: string | null;
  /** Opened for a file that was written: the files come first. */
  forFile?: boolean;
  /** The field that the list is grouped by. */
  group: { field: string; label: string } | null;
}

type Choices = Pick<ExportRequest, "format" | "values"> & { columns: "shown" | "all"; sheets: "one" | "groups" };

/** A list as a file: the form, the columns and the number of records; files that are being written. */
export function ExportDialog({ open, onOpenChange, ...list }: ExportDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <ExportContent {...list} onDone={() => onOpenChange(false)} />
    </Dialog>
  );
}

type ContentProps = Omit<ExportDialogProps, "open" | "onOpenChange"> & { onDone(): void };

function ExportContent({ entity, noun, list, shown, view, group, forFile = false, onDone }: ContentProps) {
  const api = useApi();
  const client = useQueryClient();
  const [choices, setChoices] = useState<Choices>({ format: "csv", values: "mine", columns: "shown", sheets: "one" });
  const preview = useQuery(api.recordExports.preview.queryOptions({ noun: entity, list }));
  const ask = useMutation(
    api.recordExports.ask.mutationOptions({
      onSuccess({ address }) {
        void client.invalidateQueries(api.recordExports.pathFilter());
        // A file that is offered for saving leaves the page as it is. A longer one is written first: the dialog shows how far.
        if (address === null) return;
        window.location.assign(address);
        notify.success("The download has started");
        onDone();
      },
      onError: (error) => notify.error(readServerError(error).message),
    }),
  );
  const known = preview.data?.columns ?? [];
  const columns = shown.filter((name) => known.includes(name));
  const request: ExportRequest = {
    noun: entity,
    list,
    format: choices.format,
    values: choices.format === "xlsx" ? "machine" : choices.values,
    ...(choices.columns === "shown" ? { columns } : {}),
    ...(view === null ? {} : { view }),
    ...(group && choices.format === "xlsx" && choices.sheets === "groups" ? { group: group.field } : {}),
  };
  return (
    <DialogContent
      title={`Export ${noun.many}`}
      footer={
        <>
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button
            variant="primary"
            busy={ask.isPending}
            disabled={!preview.data || preview.data.rows === 0}
            onClick={() => ask.mutate(request)}
          >
            Export
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {forFile ? <ExportFiles entity={entity} /> : null}
        <Rows noun={noun} preview={preview} />
        <Questions
          {...{ choices, group }}
          counts={{ shown: columns.length, all: known.length }}
          onChange={setChoices}
        />
        {forFile ? null : <ExportFiles entity={entity} />}
      </div>
    </DialogContent>
  );
}

interface RowsProps {
  noun: Noun;
  preview: { data?: { rows: number; beyond: number; asJob: boolean } | undefined; error: unknown };
}

function Rows({ noun, preview }: RowsProps) {
  const { locale } = useWorkspace();
  if (preview.error && !preview.data)
    return <LineFailed title="The records could not be counted" query={preview as never} />;
  if (!preview.data) return <Skeleton className="w-48" />;
  const { rows, beyond, asJob } = preview.data;
  return (
    <p aria-live="polite">
      {counted(rows, noun, locale)}.
      {beyond > 0 ? (
        <span className="text-muted">
          {" "}
          {counted(beyond, noun, locale)} of this list you may not export: they are left out.
        </span>
      ) : null}
      {asJob ? <span className="text-muted"> The file is written in the background, and kept for a day.</span> : null}
    </p>
  );
}

interface QuestionsProps {
  choices: Choices;
  group: ExportDialogProps["group"];
  counts: { shown: number; all: number };
  onChange(choices: Choices): void;
}

function Questions({ choices, group, counts, onChange }: QuestionsProps) {
  const set =
    <K extends keyof Choices>(name: K) =>
    (value: Choices[K]) =>
      onChange({ ...choices, [name]: value });
  return (
    <>
      <Question label="Format">
        {(label) => (
          <Segmented
            look="field"
            aria-label={label}
            value={choices.format}
            onValueChange={set("format")}
            options={[
              { value: "csv", label: "CSV" },
              { value: "xlsx", label: "Excel" },
            ]}
          />
        )}
      </Question>
      <Question label="Columns">
        {(label) => (
          <RadioGroup
            aria-label={label}
            value={choices.columns}
            onValueChange={set("columns")}
            options={[
              { value: "shown", label: `The ${counts.shown} columns of the list, in their order` },
              { value: "all", label: "All columns" },
            ]}
          />
        )}
      </Question>
      {choices.format === "csv" ? (
        <Question label="Dates and numbers">
          {(label) => (
            <RadioGroup
              aria-label={label}
              value={choices.values}
              onValueChange={set("values")}
              options={[
                { value: "mine", label: "As this workspace writes them" },
                { value: "machine", label: "For programs: 2026-01-31 and 1234.5" },
              ]}
            />
          )}
        </Question>
      ) : null}
      {choices.format === "xlsx" && group ? (
        <Question label="Sheets">
          {(label) => (
            <RadioGroup
              aria-label={label}
              value={choices.sheets}
              onValueChange={set("sheets")}
              options={[
                { value: "one", label: "One sheet" },
                { value: "groups", label: `One for each group: ${group.label}` },
              ]}
            />
          )}
        </Question>
      ) : null}
    </>
  );
}

function Question({ label, children }: { label: string; children(label: string): ReactNode }) {
  const id = useId();
  return (
    <fieldset aria-labelledby={id}>
      <p id={id} className="mb-1.5 font-medium">
        {label}
      </p>
      {children(label)}
    </fieldset>
  );
}
