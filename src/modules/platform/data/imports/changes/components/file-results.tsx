"use client";

import { ArrowUpRight } from "lucide-react";
import type { ReactNode } from "react";
import { useValueFormats } from "@/components/layout/use-value-formats";
import { useWorkspace } from "@/components/layout/workspace-context";
import { uncapital } from "@/lib/text";
import { type ValueFormats, valueText } from "@/lib/value-text";
import type { RouterOutputs } from "@/trpc/react";
import { type ProblemRow, useChanges, useProblems } from "../../client";
import { type PagedQuery, PagedRows, PartHead } from "../../components/paged-rows";
import { useShownImport } from "../../components/shown-import";
import { useCounts } from "../../components/use-counts";
import type { FileTotals, ImportFile } from "../../schema";

/** The changed records and the merged rows of each file that has any. */
export function FileResults({ totals }: { totals: readonly FileTotals[] }) {
  const { detail } = useShownImport();
  return detail.files.map((file) => {
    const objects = totals.find((one) => one.fileId === file.id)?.objects ?? [];
    const main = objects.find((one) => one.entity === file.entity);
    return (
      <div key={file.id}>
        {main && main.updated > 0 ? <ChangedRecords importId={detail.id} file={file} /> : null}
        {main && main.merged > 0 ? <MergedRows importId={detail.id} file={file} /> : null}
      </div>
    );
  });
}

interface OfFile {
  importId: string;
  file: Pick<ImportFile, "id" | "name" | "mapping">;
}

/** The records that a file changes, each with the values before and after. */
export function ChangedRecords({ importId, file }: OfFile) {
  const at = useValueFormats();
  return (
    <Results
      title="Changed records"
      fileName={file.name}
      query={useChanges(importId, file.id)}
      none="There are no values to list. A record that several files change is listed only with the first of these files."
    >
      {({ entity, recordId, label, path, line, changes }) => (
        <Result key={`${entity} ${recordId}`} line={line} name={<RecordName path={path}>{label}</RecordName>}>
          {changes.length === 0 ? <span className="text-muted">No values that you can see are changed.</span> : null}
          <ul className="flex flex-col gap-0.5">
            {changes.map((change) => (
              <li key={change.field} className="wrap-anywhere">
                <Change change={change} at={at} />
              </li>
            ))}
          </ul>
        </Result>
      )}
    </Results>
  );
}

type FieldChange = RouterOutputs["imports"]["changes"]["rows"][number]["changes"][number];

function Change({ change, at }: { change: FieldChange; at: ValueFormats }) {
  const [before, after] = [valueText(change.before, change, at), valueText(change.after, change, at)];
  return (
    <>
      <span className="text-muted">{`${change.label}: `}</span>
      <bdi className="text-muted">{before ?? "empty"}</bdi>
      <span aria-hidden className="text-faint">
        {" → "}
      </span>
      <span className="sr-only"> becomes </span>
      <bdi className={after === null ? "text-muted" : "font-medium"}>{after ?? "empty"}</bdi>
    </>
  );
}

/** The rows of a file that go in with another row about the same record. */
function MergedRows({ importId, file }: OfFile) {
  const { count } = useCounts();
  return (
    <Results
      title="Merged rows"
      fileName={file.name}
      query={useProblems(importId, file.id, "merged")}
      none="No rows of this file are merged with other rows."
    >
      {(row) => {
        const name = nameIn(row, file);
        return (
          <Result
            key={row.line}
            line={row.line}
            name={
              <bdi className="block truncate" title={name}>
                {name}
              </bdi>
            }
          >
            {row.merged ? (
              <span className="flex min-w-0 gap-1">
                <span className="shrink-0 text-muted">{`Merged into row ${count(row.merged.line)}, `}</span>
                <RecordName path={row.merged.path}>{row.merged.label}</RecordName>
              </span>
            ) : null}
          </Result>
        );
      }}
    </Results>
  );
}

/** The name in a row; without a column of names its first text. */
function nameIn({ cells, edits }: ProblemRow, { mapping }: OfFile["file"]): string {
  const column = mapping.find(({ field }) => field === "name")?.column ?? cells.findIndex((cell) => cell !== "");
  return edits[column] ?? cells[column] ?? "";
}

interface ResultsProps<Row> {
  title: string;
  fileName: string;
  query: PagedQuery<Row>;
  none: string;
  children: (row: Row) => ReactNode;
}

function Results<Row>({ title, fileName, query, none, children }: ResultsProps<Row>) {
  return (
    <section aria-label={`${title} of ${fileName}`}>
      <PartHead title={title} note={fileName} />
      <PagedRows query={query} of={`the ${uncapital(title)}`} none={none}>
        {(rows) => <ul>{rows.map(children)}</ul>}
      </PagedRows>
    </section>
  );
}

/** One row: its line in the file, the name, and the rest below the name on a phone. */
export function Result({ line, name, children }: { line: number; name: ReactNode; children: ReactNode }) {
  const { count } = useCounts();
  return (
    <li className="grid min-h-[38px] grid-cols-[80px_minmax(120px,220px)_minmax(0,1fr)] items-start gap-x-4 px-edge py-2 hairline-b hairline-soft phone:grid-cols-[minmax(0,1fr)_auto] phone:gap-y-1 phone:py-3">
      <span className="whitespace-nowrap text-muted phone:order-2 phone:text-[13px]">{`Row ${count(line)}`}</span>
      <span className="min-w-0">{name}</span>
      <div className="min-w-0 phone:order-3 phone:col-span-2">{children}</div>
    </li>
  );
}

/** A record that opens in a tab of its own, so that the import stays where it is; without a page only its name. */
export function RecordName({ path, children }: { path: string | null; children: string }) {
  const { href } = useWorkspace();
  if (path === null)
    return (
      <bdi className="block truncate font-medium" title={children}>
        {children}
      </bdi>
    );
  return (
    <a
      href={href(path)}
      target="_blank"
      rel="noopener"
      title={children}
      className="relative inline-flex max-w-full items-center gap-1 rounded-sm font-medium hit-44 hover:underline"
    >
      <bdi className="truncate">{children}</bdi>
      <ArrowUpRight aria-hidden className="size-3.5 shrink-0 text-faint" />
      <span className="sr-only"> (opens in a new tab)</span>
    </a>
  );
}
