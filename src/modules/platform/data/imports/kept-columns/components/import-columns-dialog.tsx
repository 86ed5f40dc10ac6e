"use client";

import { useState } from "react";
import { readServerError } from "@/components/form/server-error";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { Note } from "@/components/ui/note";
import { isCustomName, tagsName } from "@/lib/fields/custom";
import { useFields } from "../../client";
import { ColumnOptions } from "../../components/column-options";
import { FieldSelect } from "../../components/field-select";
import type { ColumnMapping } from "../../schema";
import { type UnmatchedFile, useImportColumns } from "../client";

interface ImportColumns {
  importId: string;
  file: UnmatchedFile;
  onClose: () => void;
}

/** Chooses the field of each column that the run left without one. */
export function ImportColumnsDialog({ importId, file, onClose }: ImportColumns) {
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
                    <ColumnOptions column={check} mapping={mapping} field={field} onChange={put} />
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
