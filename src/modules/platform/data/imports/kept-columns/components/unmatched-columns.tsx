"use client";

import { useState } from "react";
import { LineFailed } from "@/components/layout/line-failed";
import { Button } from "@/components/ui/button";
import { Progress } from "@/components/ui/progress";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";
import { nouns } from "@/lib/counted";
import { andList } from "@/lib/text";
import { useFields } from "../../client";
import { useShownImport } from "../../components/shown-import";
import { useCounts } from "../../components/use-counts";
import { type UnmatchedFile, useUnmatchedColumns } from "../client";
import { ImportColumnsDialog } from "./import-columns-dialog";

/** The columns of an ended import that fill no field, and what was imported later of them. */
export function UnmatchedColumns() {
  const { detail } = useShownImport();
  const query = useUnmatchedColumns(detail.id);
  if (query.isPending)
    return (
      <SkeletonRegion label="Looking for columns without a field" className="px-edge py-4">
        <Skeleton className="w-64" />
      </SkeletonRegion>
    );
  if (query.isError && !query.data)
    return <LineFailed title="The columns without a field could not be loaded." query={query} />;
  const shown = query.data.filter(({ columns, brought }) => columns.length + brought.length > 0);
  return shown.map((file) => <OfFile key={file.fileId} file={file} />);
}

function OfFile({ file }: { file: UnmatchedFile }) {
  const { detail } = useShownImport();
  const [open, setOpen] = useState(false);
  const { columns, brought: importedLater } = file;
  return (
    <section aria-label={`Columns without a field in ${file.name}`} className="px-edge py-3.5 hairline-b">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="min-w-0 flex-1">
          <h2 className="font-semibold">Columns without a field</h2>
          <p className="mt-0.5 text-muted">
            {columns.length > 0
              ? `${andList(columns.map(({ header }) => header))} of ${file.name} ${columns.length === 1 ? "is" : "are"} kept with this import.`
              : `All columns of ${file.name} with values are matched to a field.`}
          </p>
        </div>
        {columns.length > 0 && detail.mayEdit ? (
          <Button onClick={() => setOpen(true)} className="phone:w-full">
            Import kept columns
          </Button>
        ) : null}
      </div>
      {importedLater.map((part) => (
        <ImportedLater key={part.id} part={part} entity={file.entity} />
      ))}
      {open ? <ImportColumnsDialog importId={detail.id} file={file} onClose={() => setOpen(false)} /> : null}
    </section>
  );
}

/** How far some columns are, or what became of them. */
function ImportedLater({ part, entity }: { part: UnmatchedFile["brought"][number]; entity: string }) {
  const { count, counted } = useCounts();
  const fields = useFields(entity);
  const { columns, status, records, done, written, had, gone, refused, problems, failure } = part;
  const labels = andList(
    columns.map((one) => fields.find(({ field }) => field === one.field)?.label ?? one.field ?? ""),
  );
  if (status === "waiting")
    return (
      <div className="mt-3">
        <p role="status">{`${labels}: ${count(done)} of ${counted(records, nouns.record)} done`}</p>
        <Progress label={`Importing ${labels}`} value={done} max={records} className="mt-1.5" />
      </div>
    );
  const value = { one: "value", many: "values" };
  const rest = [
    ...(had > 0 ? [`${counted(had, nouns.record)} already had a value`] : []),
    ...(gone > 0 ? [`${counted(gone, nouns.record)} could not be found`] : []),
    ...(refused > 0 ? [`${counted(refused, value)} did not fit`] : []),
  ];
  return (
    <div className="mt-3">
      <p role="status">
        <b className="font-semibold">{`${labels}: ${counted(written, value)} written`}</b>
        {rest.length > 0 ? <span className="text-muted">{`; ${rest.join(", ")}`}</span> : null}
      </p>
      {failure ? <p className="mt-0.5 text-danger">{`The work stopped. ${failure}`}</p> : null}
      {problems.length > 0 ? (
        <ul className="mt-1 text-muted">
          {problems.map(({ line, problem }) => (
            <li key={`${line} ${problem.field}`}>{`Row ${line}, ${problem.header ?? "row"}: ${problem.reason}`}</li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
