"use client";

import { Check } from "lucide-react";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { groupBy } from "@/lib/group-by";
import { api } from "@/trpc/react";
import { useUpdateFile } from "../client";
import type { Choice, ImportFile, ValueGroup } from "../schema";
import { CellRow, CellTable } from "./cell-table";
import { type FileAnalysis, isOpenGroup, newRecord, suggestedChoice } from "./decisions";
import { useCounts } from "./use-counts";
import { ValueBlock } from "./value-block";

interface Values {
  importId: string;
  file: ImportFile;
  analysis: FileAnalysis;
}

const atFirst = 20;
// Values of these kinds are corrected in a text field; a name or a text is chosen from a list.
const typed: readonly string[] = ["day", "money", "currency", "integer", "email", "emails", "boolean"];

function mendedText({ choice }: ValueGroup): string | null {
  if (choice?.do === "replace") return choice.text;
  return choice?.do === "empty" ? "" : null;
}

type Decisions = readonly { group: ValueGroup; choice: Choice | null }[];

interface HeadProps {
  file: ImportFile;
  values: readonly ValueGroup[];
  labelOf(field: string): string;
  onChoose(decisions: Decisions): void;
}

/** The number of open values, and the buttons that decide several at once. */
function Head({ file, values, labelOf, onChoose }: HeadProps) {
  const { count, counted } = useCounts();
  const open = values.filter(isOpenGroup);
  const offers = open.flatMap((group) => {
    const choice = suggestedChoice(group);
    return choice ? [{ group, choice }] : [];
  });
  return (
    <div className="flex min-h-11 flex-wrap items-center gap-2 px-edge hairline-b hairline-soft">
      <h2 id="fix-values" className="font-semibold">
        Fix values
      </h2>
      <span className="truncate text-faint">{file.name}</span>
      {values.length > 0 ? (
        <span className="text-faint text-sm phone:hidden narrow:hidden">
          Each decision applies to all rows with this value, and to later imports of files with the same columns
        </span>
      ) : null}
      <span className="ml-auto flex items-center gap-2">
        {offers.length > 1 ? (
          <Button size="sm" variant="tinted" onClick={() => onChoose(offers)}>
            {`Accept all ${counted(offers.length, { one: "suggestion", many: "suggestions" })}`}
          </Button>
        ) : null}
        <RestOf open={open} labelOf={labelOf} onChoose={onChoose} />
        {open.length > 0 ? <Badge tone="warning">{`${count(open.length)} open`}</Badge> : null}
      </span>
    </div>
  );
}

/** All values of a file that need a decision, each once for all its rows. */
export function FixValues({ importId, file, analysis }: Values) {
  const { count, rows } = useCounts();
  const update = useUpdateFile(importId);
  const [shown, setShown] = useState(atFirst);
  const { data: objects = [] } = api.imports.objects.useQuery({}, { staleTime: Number.POSITIVE_INFINITY });
  const fields = objects.find((object) => object.entity === file.entity)?.fields ?? [];
  const fieldOf = new Map(fields.map((field) => [field.field, field]));
  const isCell = (group: ValueGroup) => typed.includes(fieldOf.get(group.field)?.kind ?? "");
  const values = analysis.values.toSorted((a, b) => Number(isOpenGroup(b)) - Number(isOpenGroup(a)));
  const cells = values.filter(isCell);
  const blocks = values.filter((group) => !isCell(group));
  const choose = (decisions: Decisions) =>
    update.mutate({
      id: importId,
      fileId: file.id,
      choices: decisions.map(({ group, choice }) => ({ field: group.field, text: group.text, choice })),
    });
  const labelOf = (field: string) => fieldOf.get(field)?.label.toLowerCase() ?? field;

  return (
    <section aria-labelledby="fix-values" className="hairline-t">
      <Head file={file} values={analysis.values} labelOf={labelOf} onChoose={choose} />
      {analysis.values.length === 0 ? (
        <p className="flex items-center gap-2 px-edge py-3.5 text-muted">
          <Check aria-hidden className="size-4 text-positive" />
          No value of this file needs a decision.
        </p>
      ) : null}
      <ul>
        {blocks.slice(0, shown).map((group) => (
          <ValueBlock
            key={`${group.field} ${group.text}`}
            importId={importId}
            fileId={file.id}
            group={group}
            field={fieldOf.get(group.field)}
            onChoose={(choice) => choose([{ group, choice }])}
          />
        ))}
      </ul>
      {blocks.length > shown ? (
        <div className="px-edge py-3">
          <Button size="sm" onClick={() => setShown(shown + 100)}>
            {`Show ${count(Math.min(100, blocks.length - shown))} more`}
          </Button>
        </div>
      ) : null}
      {cells.length > 0 ? (
        <CellTable>
          {cells.slice(0, shown).map((group) => (
            <CellRow
              key={`${group.field} ${group.text}`}
              row={group.rows === 1 ? count(group.firstLine) : rows(group.rows)}
              header={file.columns[group.column] ?? group.field}
              value={group.text}
              mended={mendedText(group)}
              leftOut={group.choice?.do === "skip"}
              reason={group.reason}
              suggestion={group.suggestions[0]?.label ?? null}
              {...(group.rows > 1 ? { skipLabel: `Skip ${rows(group.rows)}` } : {})}
              editable
              onMend={(text) => choose([{ group, choice: text === "" ? { do: "empty" } : { do: "replace", text } }])}
              onSkip={() => choose([{ group, choice: { do: "skip" } }])}
              onUndo={() => choose([{ group, choice: null }])}
            />
          ))}
        </CellTable>
      ) : null}
    </section>
  );
}

/** For a column with many unknown names: one button for all of them. */
function RestOf({
  open,
  labelOf,
  onChoose,
}: {
  open: readonly ValueGroup[];
  labelOf: (field: string) => string;
  onChoose: (decisions: { group: ValueGroup; choice: Choice }[]) => void;
}) {
  const { count } = useCounts();
  const rest = open.filter((group) => suggestedChoice(group) === null && group.mayCreate && group.type === null);
  const fields = [...groupBy(rest, (group) => group.field).entries()].filter(([, groups]) => groups.length > 1);
  return fields.map(([field, groups]) => (
    <Button
      key={field}
      size="sm"
      onClick={() => onChoose(groups.map((group) => ({ group, choice: newRecord(group) })))}
    >
      {`Create ${count(groups.length)} for ${labelOf(field)}`}
    </Button>
  ));
}
