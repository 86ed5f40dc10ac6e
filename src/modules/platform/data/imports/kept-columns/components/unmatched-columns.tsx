"use client";

import { useState } from "react";
import { readServerError } from "@/components/form/server-error";
import { Loaded } from "@/components/layout/loaded";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { Note } from "@/components/ui/note";
import { Progress } from "@/components/ui/progress";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";
import { nouns } from "@/lib/counted";
import { isCustomName, tagsName } from "@/lib/fields/custom";
import { andList } from "@/lib/text";
import { type UnmatchedFile, useFields, useImportColumns, useUnmatchedColumns } from "../../client";
import { ColumnOptions } from "../../components/column-options";
import { FieldSelect } from "../../components/field-select";
import { useShownImport } from "../../components/shown-import";
import { useCounts } from "../../components/use-counts";
import type { ColumnMapping } from "../../schema";

/** The columns of an ended import that fill no field, and what was imported later of them. */
export function UnmatchedColumns() {
  const { detail } = useShownImport();
  return (
    <Loaded query={useUnmatchedColumns(detail.id)} of="the columns without a field" line loading={<OneLoading />}>
      {(files) =>
        files
          .filter(({ columns, brought }) => columns.length + brought.length > 0)
          .map((file) => <OfFile key={file.fileId} file={file} />)
      }
    </Loaded>
  );
}

const OneLoading = () => (
  <SkeletonRegion label="Looking for columns without a field" className="px-edge py-4">
    <Skeleton className="w-64" />
  </SkeletonRegion>
);

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

interface ImportColumns {
  importId: string;
  file: UnmatchedFile;
  onClose: () => void;
}

/** Chooses the field of each column that the run left without one. */
function ImportColumnsDialog({ importId, file, onClose }: ImportColumns) {
  const { fileId, entity } = file;
  const [chosen, setChosen] = useState<readonly ColumnMapping[]>([]);
  const importColumns = useImportColumns(importId);
  const fields = useFields(entity).filter(
    ({ field, kind }) =>
      (isCustomName(field) || field === tagsName) && kind !== "currency" && !file.fields.includes(field),
  );
  const put = (next: ColumnMapping) =>
    setChosen([
      ...chosen.filter(({ column, field }) => column !== next.column && field !== next.field),
      ...(next.field === null ? [] : [next]),
    ]);
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent
        size="lg"
        title="Import kept columns"
        description="Values are written only to records that have no value in the field. If you revert this import, these values are removed too."
      >
        <DialogBody>
          <ul>
            {file.columns.map((check) => {
              const { column, header, samples } = check;
              const mapping = chosen.find((one) => one.column === column);
              const field = fields.find((one) => one.field === mapping?.field);
              return (
                <li key={column} className="py-2 hairline-b hairline-soft last:shadow-none">
                  <div className="grid grid-cols-[minmax(0,1fr)_200px] items-center gap-3 phone:grid-cols-1 phone:gap-1.5">
                    <div className="min-w-0">
                      <p className="mono truncate">{header}</p>
                      <p className="truncate text-muted text-sm">{samples.join(", ")}</p>
                    </div>
                    <FieldSelect
                      aria-label={`Field for ${header}`}
                      none="Do not import"
                      value={mapping?.field ?? null}
                      fields={fields}
                      newFrom={{ importId, fileId, entity, column, header }}
                      onChange={(next) => put({ column, field: next })}
                    />
                  </div>
                  {field && mapping ? (
                    <ColumnOptions column={check} headers={[]} mapping={mapping} field={field} onChange={put} />
                  ) : null}
                </li>
              );
            })}
          </ul>
          {importColumns.error ? (
            <Note tone="danger" className="mt-3">
              {readServerError(importColumns.error).message}
            </Note>
          ) : null}
        </DialogBody>
        <DialogFooter>
          <DialogClose asChild>
            <Button disabled={importColumns.isPending}>Cancel</Button>
          </DialogClose>
          <Button
            variant="primary"
            busy={importColumns.isPending}
            disabled={chosen.length === 0}
            onClick={() => importColumns.mutate({ id: importId, fileId, columns: [...chosen] }, { onSuccess: onClose })}
          >
            Import values
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
