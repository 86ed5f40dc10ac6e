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
import { groupBy } from "@/lib/group-by";
import { andList } from "@/lib/text";
import { type UnmatchedFile, useFields, useImportColumns, useObjects, useUnmatchedColumns } from "../../client";
import { ColumnOptions } from "../../components/column-options";
import { FieldSelect } from "../../components/field-select";
import { useShownImport } from "../../components/shown-import";
import { useCounts } from "../../components/use-counts";
import type { ColumnMapping, ImportDetail } from "../../schema";

/** The columns of an ended import that fill no field, and what was imported later of them. */
export function UnmatchedColumns() {
  const { detail } = useShownImport();
  return (
    <Loaded query={useUnmatchedColumns(detail.id)} of="the columns without a field" line loading={<OneLoading />}>
      {(files) =>
        [...groupBy(files, ({ fileId }) => positionOf(detail, fileId)).values()]
          .filter((parts) => parts.some(({ columns, brought }) => columns.length + brought.length > 0))
          .map((parts) => <OfUpload key={parts[0]?.fileId} parts={parts} />)
      }
    </Loaded>
  );
}

const OneLoading = () => (
  <SkeletonRegion label="Looking for columns without a field" className="px-edge py-4">
    <Skeleton className="w-64" />
  </SkeletonRegion>
);

const positionOf = (detail: ImportDetail, fileId: string) =>
  detail.files.find(({ id }) => id === fileId)?.position ?? -1;

/** The columns that no object of the rows of an upload uses, named once, with a way to import them into each of the objects. */
function OfUpload({ parts }: { parts: readonly UnmatchedFile[] }) {
  const { detail } = useShownImport();
  const objects = useObjects().data;
  const [open, setOpen] = useState<string | null>(null);
  const upload = detail.files.find(({ id }) => id === parts[0]?.fileId);
  const name = (parts.length > 1 ? upload?.name : parts[0]?.name) ?? "";
  const headers = [...new Set(parts.flatMap(({ columns }) => columns.map(({ header }) => header)))];
  const words = headers.length === 1 ? { are: "is", them: "it" } : { are: "are", them: "them" };
  const opened = parts.find(({ fileId }) => fileId === open);
  const labelOf = (part: UnmatchedFile) => {
    const object = objects?.find(({ entity }) => entity === part.entity)?.label ?? part.entity;
    return parts.length > 1 ? `Import kept columns into ${object.toLowerCase()}` : "Import kept columns";
  };
  return (
    <section aria-label={`Columns without a field in ${name}`} className="px-edge py-3.5 hairline-b">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="min-w-0 flex-1 basis-72">
          <h2 className="font-semibold">Columns without a field</h2>
          <p className="mt-0.5 text-muted">
            {headers.length > 0
              ? `${andList(headers)} of ${name} ${words.are} kept with this import. You can import ${words.them} later.`
              : `All columns of ${name} with values are used.`}
          </p>
        </div>
        {detail.mayEdit
          ? parts
              .filter(({ columns }) => columns.length > 0)
              .map((part) => (
                <Button key={part.fileId} onClick={() => setOpen(part.fileId)} className="phone:w-full">
                  {labelOf(part)}
                </Button>
              ))
          : null}
      </div>
      {parts.flatMap((file) =>
        file.brought.map((part) => <ImportedLater key={part.id} part={part} entity={file.entity} />),
      )}
      {opened ? <ImportColumnsDialog importId={detail.id} file={opened} onClose={() => setOpen(null)} /> : null}
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
