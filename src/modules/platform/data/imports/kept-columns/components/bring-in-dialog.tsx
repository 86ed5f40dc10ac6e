"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { readServerError } from "@/components/form/server-error";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { Note } from "@/components/ui/note";
import { Select } from "@/components/ui/select";
import { isCustomName, tagsName } from "@/lib/fields/custom";
import { type RouterOutputs, useApi } from "@/trpc/react";
import { ColumnOptions } from "../../components/column-options";
import { FieldIcon } from "../../components/field-icon";
import { NewFieldDialog } from "../../own-fields/components/new-field-dialog";
import type { ColumnMapping } from "../../schema";
import { type KeptFile, useBringIn } from "../client";

type Column = KeptFile["columns"][number];
type Field = RouterOutputs["imports"]["objects"][number]["fields"][number];

const LEAVE = "leave";
const NEW = "new";

interface BringIn {
  importId: string;
  file: KeptFile;
  onClose: () => void;
}

/** Chooses the field of each column that an import kept. */
export function BringInDialog({ importId, file, onClose }: BringIn) {
  const api = useApi();
  const { data: objects = [] } = useQuery(
    api.imports.objects.queryOptions({}, { staleTime: Number.POSITIVE_INFINITY }),
  );
  const [chosen, setChosen] = useState<readonly ColumnMapping[]>([]);
  const [making, setMaking] = useState<Column | null>(null);
  const bringIn = useBringIn(importId);
  const filled = new Set(file.fields);
  const all = objects.find(({ entity }) => entity === file.entity)?.fields ?? [];
  const fields = all.filter(
    ({ field, kind }) => (isCustomName(field) || field === tagsName) && kind !== "currency" && !filled.has(field),
  );
  const put = (column: number, next: ColumnMapping | null) => {
    const others = chosen.filter((one) => one.column !== column && (next === null || one.field !== next.field));
    setChosen(next ? [...others, next] : others);
  };
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent
        size="lg"
        title="Import kept columns"
        description="Values are written only to records that have no value in the field. If you revert this import, these values are removed too."
      >
        <DialogBody>
          <ul>
            {file.columns.map((column) => {
              const mapping = chosen.find((one) => one.column === column.column);
              return (
                <ColumnChoice
                  key={column.column}
                  column={column}
                  mapping={mapping}
                  fields={fields}
                  onNew={() => setMaking(column)}
                  onChange={(next) => put(column.column, next)}
                />
              );
            })}
          </ul>
          {bringIn.error ? (
            <Note tone="danger" className="mt-3">
              {readServerError(bringIn.error).message}
            </Note>
          ) : null}
        </DialogBody>
        <DialogFooter>
          <DialogClose asChild>
            <Button disabled={bringIn.isPending}>Cancel</Button>
          </DialogClose>
          <Button
            variant="primary"
            busy={bringIn.isPending}
            disabled={chosen.length === 0}
            onClick={() =>
              bringIn.mutate({ id: importId, fileId: file.fileId, columns: [...chosen] }, { onSuccess: onClose })
            }
          >
            Import values
          </Button>
        </DialogFooter>
        {making ? (
          <NewFieldDialog
            importId={importId}
            fileId={file.fileId}
            entity={file.entity}
            column={making.column}
            header={making.header}
            onClose={() => setMaking(null)}
            onMade={(field) => put(making.column, { column: making.column, field })}
          />
        ) : null}
      </DialogContent>
    </Dialog>
  );
}

interface Choosing {
  column: Column;
  mapping: ColumnMapping | undefined;
  fields: readonly Field[];
  onNew: () => void;
  onChange: (mapping: ColumnMapping | null) => void;
}

/** One column with its first values, and the field that it shall fill. */
function ColumnChoice({ column, mapping, fields, onNew, onChange }: Choosing) {
  const { can } = useWorkspace();
  const field = fields.find((one) => one.field === mapping?.field);
  const fresh = { value: NEW, label: "New field…", icon: <Plus aria-hidden className="size-3.5 text-faint" /> };
  return (
    <li className="py-2 hairline-b hairline-soft last:shadow-none">
      <div className="grid grid-cols-[minmax(0,1fr)_200px] items-center gap-3 phone:grid-cols-1 phone:gap-1.5">
        <div className="min-w-0">
          <p className="mono truncate">{column.header}</p>
          <p className="truncate text-muted text-sm">{column.samples.join(", ")}</p>
        </div>
        <Select
          aria-label={`Field for ${column.header}`}
          value={mapping?.field ?? LEAVE}
          options={[
            { value: LEAVE, label: "Do not import" },
            ...(can("field:manage") ? [fresh] : []),
            {
              label: "Fields",
              options: fields.map((one) => ({
                value: one.field,
                label: one.label,
                icon: <FieldIcon kind={one.kind} to={one.to} />,
              })),
            },
          ]}
          onValueChange={(next) => {
            if (next === NEW) onNew();
            else onChange(next === LEAVE ? null : { column: column.column, field: next });
          }}
        />
      </div>
      {field && mapping ? <ColumnOptions column={column} mapping={mapping} field={field} onChange={onChange} /> : null}
    </li>
  );
}
