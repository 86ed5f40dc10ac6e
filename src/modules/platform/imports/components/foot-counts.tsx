import type { ReactNode } from "react";
import type { ImportDetail, ImportFile } from "../schema";
import { type FileAnalysis, openGroups } from "./decisions";
import type { useCounts } from "./use-counts";

type Words = ReturnType<typeof useCounts>;

/** "1,480 rows wait for a product": what the decisions still open hold up, column by column. */
export function openSentence(
  detail: ImportDetail,
  file: ImportFile | undefined,
  analyses: readonly FileAnalysis[] | undefined,
  words: Words,
): ReactNode {
  if (!analyses) return <span className="text-muted">The columns are being looked at</span>;
  const open = analyses.reduce((sum, one) => sum + openGroups(one).length, 0);
  const blockers = analyses.reduce((sum, one) => sum + one.blockers.length, 0);
  const analysis = analyses.find((one) => one.fileId === file?.id);
  const held = (analysis?.columns ?? []).flatMap((column) => {
    const groups = openGroups(analysis).filter((group) => group.column === column.column && group.state !== "near");
    const count = groups.reduce((sum, group) => sum + group.rows, 0);
    return count > 0 ? [{ column: column.header, rows: words.rows(count), verb: count === 1 ? "waits" : "wait" }] : [];
  });
  const empty = (analysis?.columns ?? []).find(
    (column) => column.field === "account" && file?.entity === "opportunity",
  );
  const without = empty && file ? file.rowCount - empty.filled : 0;
  const rows = detail.files.reduce((sum, one) => sum + one.rowCount, 0);
  return (
    <>
      <span className="desk:hidden">
        {open + blockers > 0 ? `${words.count(open + blockers)} to check` : "All ready"}
      </span>
      <span className="phone:hidden">
        {held.length > 0 ? (
          held.map((one, place) => (
            <span key={one.column}>
              {place > 0 ? ", " : null}
              <b className="font-semibold">{one.rows}</b>
              {` ${one.verb} for ${one.column}`}
            </span>
          ))
        ) : open + blockers > 0 ? (
          <b className="font-semibold">{`${words.count(open + blockers)} to check`}</b>
        ) : (
          <b className="font-semibold">{`${words.rows(rows)} are ready`}</b>
        )}
        {without > 0 ? (
          <span className="text-muted">{`. ${words.rows(without)} have no account and are kept without one.`}</span>
        ) : null}
      </span>
    </>
  );
}

/** "8,927 rows are ready, 3 have a problem": what the run will take and what it will leave. */
export function previewSentence(detail: ImportDetail, words: Words): ReactNode {
  const totals = detail.preview ?? [];
  const sum = (of: "good" | "errors" | "skipped") => totals.reduce((total, one) => total + one[of], 0);
  const [good, errors, skipped] = [sum("good"), sum("errors"), sum("skipped")];
  const out = [
    ...(errors > 0 ? [`${words.count(errors)} with a problem`] : []),
    ...(skipped > 0 ? [`${words.count(skipped)} skipped`] : []),
  ];
  return (
    <>
      <b className="font-semibold">{words.rows(good)}</b>
      <span className="text-muted">
        {out.length === 0 ? " are ready." : ` are ready, ${words.list(out)} stay out.`}
      </span>
    </>
  );
}
