import type { ReactNode } from "react";
import { nouns, wordsFor } from "@/lib/counted";
import { andList } from "@/lib/text";
import type { Field } from "../client";
import type { ImportDetail, ImportFile } from "../schema";
import { type FileAnalysis, openGroups, openValues } from "./decisions";
import type { useCounts } from "./use-counts";

/** The sentence at the foot: its numbers, then the rest of it; a phone has room for less. */
export interface FootCounts {
  numbers?: ReactNode;
  muted?: string;
  phone?: ReactNode;
}

const strong = (text: string) => <b className="font-semibold">{text}</b>;

type Words = ReturnType<typeof useCounts>;

export const onlyMuted = (text: string): FootCounts => ({
  muted: text,
  phone: <span className="text-muted">{text}</span>,
});

export function fileCounts({ files }: ImportDetail, coming: boolean, words: Words): FootCounts {
  if (files.length === 0) return onlyMuted(coming ? "Reading the files" : "No file yet");
  const rows = strong(words.rows(files.reduce((sum, one) => sum + one.rowCount, 0)));
  return { numbers: rows, phone: rows, muted: ` in ${words.files(files.length)}` };
}

/** The rows that wait for a decision: unknown names by their field, unreadable texts together. */
function waitingRows(analysis: FileAnalysis | undefined, fields: readonly Field[], words: Words) {
  const references = new Map(
    fields.flatMap(({ field, kind, label }) => (kind === "reference" ? [[field, label.toLowerCase()]] : [])),
  );
  const rows = new Map<string, number>();
  const hard = openGroups(analysis).filter(({ state }) => state !== "near");
  const unlisted = analysis?.unlisted.map(({ field, openRows }) => ({ field, rows: openRows })) ?? [];
  for (const one of [...hard, ...unlisted.filter((each) => each.rows > 0)]) {
    const name = references.get(one.field) ?? "";
    rows.set(name, (rows.get(name) ?? 0) + one.rows);
  }
  return [...rows].map(([name, count]) => ({
    rows: words.rows(count),
    needs:
      name === ""
        ? wordsFor(count, { one: "needs a fix", many: "need a fix" })
        : `${wordsFor(count, { one: "needs", many: "need" })} a decision about the ${name}`,
  }));
}

interface Open {
  detail: ImportDetail;
  file: ImportFile | undefined;
  analyses: readonly FileAnalysis[] | undefined;
  fields: readonly Field[];
}

/** "1,480 rows need a decision about the product": the rows that wait for a decision, column by column. */
export function openCounts({ detail, file, analyses, fields }: Open, words: Words): FootCounts {
  if (!analyses) return onlyMuted("Checking the columns");
  const open = analyses.reduce((sum, one) => sum + openValues(one) + one.blockers.length, 0);
  const analysis = analyses.find((one) => one.fileId === file?.id);
  const waiting = waitingRows(analysis, fields, words);
  const without = fields.flatMap(({ field, label, expected }) => {
    const column = analysis?.columns.find((one) => one.field === field);
    const rows = expected && column && file ? file.rowCount - column.filled : 0;
    const name = label.toLowerCase();
    const lacks = {
      one: `row has no ${name} and is imported without one`,
      many: `rows have no ${name} and are imported without one`,
    };
    return rows > 0 ? words.counted(rows, lacks) : [];
  });
  const impossible = analyses.reduce((sum, one) => sum + Math.max(0, ...one.impossible.map(({ rows }) => rows)), 0);
  const rows = detail.files.reduce((sum, one) => sum + one.rowCount, 0) - impossible;
  const toCheck = `${words.count(open)} to check`;
  const allReady = words.counted(rows, { one: "row is ready", many: "rows are ready" });
  return {
    phone: open > 0 ? toCheck : "All ready",
    numbers:
      waiting.length > 0
        ? waiting.map((one, place) => (
            <span key={one.needs}>
              {place > 0 ? ", " : null}
              {strong(one.rows)}
              {` ${one.needs}`}
            </span>
          ))
        : strong(open > 0 ? toCheck : allReady),
    ...(without.length > 0 ? { muted: `. ${without.join(". ")}.` } : {}),
  };
}

/** "8,927 rows are ready. 3 rows with a problem are not imported.": the rows that the run will import, and those that it will not. */
export function previewCounts(detail: ImportDetail, words: Words): FootCounts {
  if (detail.status === "checking") return {};
  const totals = detail.preview ?? [];
  const sum = (of: "rows" | "good" | "errors" | "skipped") => totals.reduce((total, one) => total + one[of], 0);
  const [good, errors, skipped] = [sum("good"), sum("errors"), sum("skipped")];
  const faulty = sum("rows") - good - skipped;
  const out = [
    ...(faulty > 0 ? [`${words.rows(faulty)} with a problem`] : []),
    ...(skipped > 0 ? [`${words.count(skipped)} skipped`] : []),
  ];
  const partly = errors - faulty;
  return {
    phone: errors > 0 ? `${words.count(errors)} to fix` : null,
    numbers: strong(words.rows(good)),
    muted: [
      wordsFor(good, { one: " is ready", many: " are ready" }),
      partly > 0 ? `, ${words.count(partly)} of them with wrong values left out` : "",
      out.length === 0
        ? "."
        : `. ${andList(out)} ${wordsFor(faulty + skipped, { one: "is", many: "are" })} not imported.`,
    ].join(""),
  };
}

export function runCounts({ status, created, updated, errors }: ImportDetail, words: Words): FootCounts {
  const { count, counted } = words;
  if (status === "running")
    return {
      muted:
        "If you cancel, the import stops after the rows in progress, and you choose whether to keep the imported records.",
    };
  if (status === "reverted" || status === "reverting")
    return { muted: `${count(created)} were created and ${count(updated)} updated before the revert` };
  return {
    numbers: strong(`${count(created)} created`),
    muted: `, ${count(updated)} updated, ${counted(errors, nouns.error)}`,
  };
}
