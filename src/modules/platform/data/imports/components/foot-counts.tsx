import type { ReactNode } from "react";
import { wordsFor } from "@/lib/counted";
import { andList } from "@/lib/text";
import type { ImportDetail, ImportFile } from "../schema";
import { type FileAnalysis, openGroups, openValues } from "./decisions";
import type { useCounts } from "./use-counts";

type Words = ReturnType<typeof useCounts>;

interface Field {
  field: string;
  label: string;
  kind: string;
  expected: boolean;
}

/** The rows that wait for a decision: unknown names by their field, unreadable texts together. */
function heldUp(analysis: FileAnalysis | undefined, fields: readonly Field[], words: Words) {
  const kinds = new Map(fields.map((field) => [field.field, field]));
  const rows = new Map<string, number>();
  const hard = openGroups(analysis).filter(({ state }) => state !== "near");
  const unlisted = (analysis?.unlisted ?? []).filter(({ openRows }) => openRows > 0);
  const waiting = [...hard, ...unlisted.map(({ field, openRows }) => ({ field, rows: openRows }))];
  for (const one of waiting) {
    const field = kinds.get(one.field);
    const what = field?.kind === "reference" ? field.label.toLowerCase() : "";
    rows.set(what, (rows.get(what) ?? 0) + one.rows);
  }
  return [...rows].map(([what, count]) => ({
    rows: words.rows(count),
    what:
      what === ""
        ? wordsFor(count, { one: "needs a fix", many: "need a fix" })
        : wordsFor(count, { one: `needs a decision about the ${what}`, many: `need a decision about the ${what}` }),
  }));
}

const importedWithout = (what: string) => ({
  one: `row has no ${what} and is imported without one`,
  many: `rows have no ${what} and are imported without one`,
});

/** "1,480 rows need a product": the rows that wait for a decision, column by column. */
export function openSentence(
  detail: ImportDetail,
  file: ImportFile | undefined,
  analyses: readonly FileAnalysis[] | undefined,
  fields: readonly Field[],
  words: Words,
): ReactNode {
  if (!analyses) return <span className="text-muted">Checking the columns</span>;
  const open = analyses.reduce((sum, one) => sum + openValues(one), 0);
  const blockers = analyses.reduce((sum, one) => sum + one.blockers.length, 0);
  const analysis = analyses.find((one) => one.fileId === file?.id);
  const held = heldUp(analysis, fields, words);
  const lacking = fields
    .filter(({ expected }) => expected)
    .flatMap(({ field, label }) => {
      const column = analysis?.columns.find((one) => one.field === field);
      const without = column && file ? file.rowCount - column.filled : 0;
      return without > 0 ? words.counted(without, importedWithout(label.toLowerCase())) : [];
    });
  const impossible = analyses.reduce((sum, one) => sum + Math.max(0, ...one.impossible.map(({ rows }) => rows)), 0);
  const rows = detail.files.reduce((sum, one) => sum + one.rowCount, 0) - impossible;
  const toCheck = `${words.count(open + blockers)} to check`;
  const ready = words.counted(rows, { one: "row is ready", many: "rows are ready" });
  return (
    <>
      <span className="desk:hidden">{open + blockers > 0 ? toCheck : "All ready"}</span>
      <span className="phone:hidden">
        {held.length > 0 ? (
          held.map((one, place) => (
            <span key={one.what}>
              {place > 0 ? ", " : null}
              <b className="font-semibold">{one.rows}</b>
              {` ${one.what}`}
            </span>
          ))
        ) : (
          <b className="font-semibold">{open + blockers > 0 ? toCheck : ready}</b>
        )}
        {lacking.length > 0 ? <span className="text-muted">{`. ${lacking.join(". ")}.`}</span> : null}
      </span>
    </>
  );
}

/** "8,927 rows are ready. 3 rows with a problem are not imported.": the rows that the run will import, and those that it will not. */
export function previewSentence(detail: ImportDetail, words: Words): ReactNode {
  const totals = detail.preview ?? [];
  const sum = (of: "good" | "errors" | "skipped") => totals.reduce((total, one) => total + one[of], 0);
  const [good, errors, skipped] = [sum("good"), sum("errors"), sum("skipped")];
  const faulty = totals.reduce((total, one) => total + one.rows - one.good - one.skipped, 0);
  const out = [
    ...(faulty > 0 ? [`${words.rows(faulty)} with a problem`] : []),
    ...(skipped > 0 ? [`${words.count(skipped)} skipped`] : []),
  ];
  const partly = errors - faulty;
  return (
    <>
      <span className="desk:hidden">{errors > 0 ? `${words.count(errors)} to fix` : null}</span>
      <span className="phone:hidden">
        <b className="font-semibold">{words.rows(good)}</b>
        <span className="text-muted">
          {wordsFor(good, { one: " is ready", many: " are ready" })}
          {partly > 0 ? `, ${words.count(partly)}of them with wrong values left out` : null}
          {out.length === 0
            ? "."
            : `. ${andList(out)} ${wordsFor(faulty + skipped, { one: "is", many: "are" })} not imported.`}
        </span>
      </span>
    </>
  );
}
