"use client";

import { Check } from "lucide-react";
import { useState } from "react";
import { usePaused } from "@/components/layout/use-paused";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { SearchInput } from "@/components/ui/search-input";
import { quoteValue } from "@/lib/text";
import { useValues } from "../client";
import { valueKey } from "../rules";
import type { Choice, ValueGroup } from "../schema";
import { CellRow, CellTable } from "./cell-table";
import { isOpenGroup, isSure, isTyped, openGroups, openValues, suggestedChoice } from "./decisions";
import { ValueQuestions } from "./file-questions";
import { PagedRows, PartHead } from "./paged-rows";
import { useShownFile } from "./shown-import";
import { useCounts } from "./use-counts";
import { ValueBlock } from "./value-block";

const atFirst = 20;
const longestSearch = 200;
const nameOf = ({ field, within, text }: ValueGroup) => `${field} ${within} ${text}`;

const decision = (group: ValueGroup, choice: Choice | null) => ({ ...valueKey(group), choice });

/** All values of a file that need a decision, each once for all its rows. */
export function FixValues() {
  const { importId, file, analysis } = useShownFile();
  const [text, setText] = useState("");
  // Kept here: a search that begins or ends makes its lines anew.
  const [singly, setSingly] = useState<ReadonlySet<string>>(new Set());
  const q = usePaused(text.trim().slice(0, longestSearch), 250);
  const found = useValues(importId, file.id, q);
  const unlisted = analysis.unlisted.reduce((sum, { open, decided }) => sum + open + decided, 0);
  const onDecideSingly = (group: ValueGroup) => setSingly((before) => new Set(before).add(nameOf(group)));
  return (
    <section aria-labelledby="fix-values" className="hairline-t phone:shadow-none">
      <Head />
      {/* Its first line lies on the line of the head. */}
      <div className="-mt-px empty:hidden">
        <ValueQuestions />
      </div>
      {unlisted > 0 || analysis.values.length > atFirst ? (
        <FindValue text={text} onChange={setText} unlisted={q === "" ? unlisted : 0} />
      ) : null}
      {analysis.values.length === 0 ? (
        <p className="flex items-center gap-2 px-edge py-3.5 text-muted">
          <Check aria-hidden className="size-4 text-positive" />
          No values of this file need a decision.
        </p>
      ) : null}
      {q === "" ? (
        <ValueList values={analysis.values} singly={singly} onDecideSingly={onDecideSingly} />
      ) : (
        <PagedRows query={found} of="the values" none={`No value that needs a decision contains ${quoteValue(q)}.`}>
          {(values) => <ValueList values={values} singly={singly} onDecideSingly={onDecideSingly} all />}
        </PagedRows>
      )}
    </section>
  );
}

/** The number of open values, and the button that takes all suggestions at once. */
function Head() {
  const { file, analysis, save } = useShownFile();
  const { count, counted } = useCounts();
  const offered = openGroups(analysis).filter((group) => suggestedChoice(group) !== null);
  const sure = offered.filter(isSure);
  const offers = sure.map((group) => decision(group, suggestedChoice(group)));
  const which = sure.length < offered.length ? "" : "all ";
  const noun = sure.length < offered.length ? "sure suggestion" : "suggestion";
  const open = openValues(analysis);
  return (
    <PartHead id="fix-values" title="Fix values" note={file.title}>
      {analysis.values.length > 0 ? (
        <span className="text-faint text-sm phone:hidden narrow:hidden">
          Each decision applies to all rows with this value, and to later imports of files with the same columns. Where
          it leaves a cell empty, a record that exists keeps its value.
        </span>
      ) : null}
      <span className="ml-auto flex items-center gap-2">
        {offers.length > 1 ? (
          <Button size="sm" variant="tinted" onClick={() => save({ choices: offers })}>
            {`Accept ${which}${counted(offers.length, { one: noun, many: `${noun}s` })}`}
          </Button>
        ) : null}
        {open > 0 ? <Badge tone="warning">{`${count(open)} open`}</Badge> : null}
      </span>
    </PartHead>
  );
}

interface Finding {
  text: string;
  onChange: (text: string) => void;
  /** How many values are found only by their text. */
  unlisted: number;
}

function FindValue({ text, onChange, unlisted }: Finding) {
  const { counted } = useCounts();
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-edge py-2 hairline-b hairline-soft">
      <SearchInput label="Find a value" quiet className="w-72 phone:w-full" value={text} onChange={onChange} />
      {unlisted > 0 ? (
        <span className="text-muted text-sm">
          {`${counted(unlisted, { one: "more value is", many: "more values are" })} not listed here. Search for them by their text.`}
        </span>
      ) : null}
    </div>
  );
}

interface Values {
  values: readonly ValueGroup[];
  /** The names of values that are decided alone, though a rule decides about all of their field. */
  singly: ReadonlySet<string>;
  onDecideSingly: (group: ValueGroup) => void;
  /** Shows all of them at once. */
  all?: boolean;
}

/** Values with their decisions, open ones first. */
function ValueList({ values, singly, onDecideSingly, all = false }: Values) {
  const { file, fields, save } = useShownFile();
  const { count, rows } = useCounts();
  const choose = (group: ValueGroup, choice: Choice | null) => save({ choices: [decision(group, choice)] });
  const [more, setMore] = useState(atFirst);
  const shown = all ? values.length : more;
  const fieldOf = new Map(fields.map((field) => [field.field, field]));
  const isCell = (group: ValueGroup) => isTyped(fieldOf.get(group.field)?.kind);
  const sorted = values.toSorted((a, b) => Number(isOpenGroup(b)) - Number(isOpenGroup(a)));
  const cells = sorted.filter(isCell);
  const blocks = sorted.filter((group) => !isCell(group));
  return (
    <>
      <ul>
        {blocks.slice(0, shown).map((group) => (
          <ValueBlock
            key={nameOf(group)}
            group={group}
            field={fieldOf.get(group.field)}
            onChoose={(choice) => choose(group, choice)}
            singly={singly.has(nameOf(group))}
            onDecideSingly={() => onDecideSingly(group)}
          />
        ))}
      </ul>
      {blocks.length > shown ? (
        <div className="px-edge py-3">
          <Button size="sm" onClick={() => setMore(shown + 100)}>
            {`Show ${count(Math.min(100, blocks.length - shown))} more`}
          </Button>
        </div>
      ) : null}
      {cells.length > 0 ? (
        <CellTable>
          {cells.slice(0, shown).map((group) => (
            <CellRow
              key={nameOf(group)}
              row={group.rows === 1 ? count(group.firstLine) : rows(group.rows)}
              header={file.columns[group.column] ?? group.field}
              value={group.text}
              edited={editedText(group)}
              skipped={group.choice?.do === "skip"}
              reason={group.reason}
              suggestion={group.suggestions[0]?.label ?? null}
              mayBeEmpty={fieldOf.get(group.field)?.required === false}
              {...(group.rows > 1 ? { skipLabel: `Skip ${rows(group.rows)}` } : {})}
              editable
              onEdit={(text) => choose(group, text === "" ? { do: "empty" } : { do: "replace", text })}
              onSkip={() => choose(group, { do: "skip" })}
              onUndo={() => choose(group, null)}
            />
          ))}
        </CellTable>
      ) : null}
    </>
  );
}

function editedText({ choice }: ValueGroup): string | null {
  if (choice?.do === "replace") return choice.text;
  return choice?.do === "empty" ? "" : null;
}
