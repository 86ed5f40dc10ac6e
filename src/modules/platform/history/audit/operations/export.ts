import "server-only";
import { writeCsv } from "@/lib/csv/write-csv";
import { minorDigits } from "@/lib/money";
import { localDay } from "@/lib/working-time";
import { platform } from "@/modules/platform/module";
import type { FieldChange } from "../../events/schema";
import { learnNames, presentRow } from "../row";
import { entityWords } from "../rules";
import { type AuditRow, auditFile, exportAuditInput } from "../schema";
import { asked } from "./list";
import { readAudit } from "./read";

/** Lines of one part: the file is asked for part by part, so that neither side holds all of a large log at once. */
export const linesOfPart = 5_000;
/** Of a longer list of ids the database would read the whole workspace. */
const namedAtOnce = 1_000;

export const exportAudit = platform.operation({
  kind: "query",
  permission: "audit:view",
  staff: "never",
  input: exportAuditInput,
  output: auditFile,
  rest: { method: "GET", path: "/audit-events/export" },
  describe:
    "The audit log with the same filters as a CSV file, newest first, as far back as the plan shows, in parts of up to 5,000 lines. Repeat the request with `cursor` until it is null, and join the parts. Only the first part has the header row. A part can be empty.",
  async run(ctx, filter) {
    const query = { ...(await asked(ctx, filter)), grouped: false, take: linesOfPart };
    const { rows, walked } = await readAudit(ctx, query);
    const lines: string[][] = [];
    for (let first = 0; first < rows.length; first += namedAtOnce) {
      const some = rows.slice(first, first + namedAtOnce);
      const names = await learnNames(ctx, some);
      lines.push(...some.map((row) => lineOf(presentRow(ctx, names, row, null))));
    }
    const parts: Uint8Array[] = [];
    for await (const part of writeCsv(query.cursor ? lines : [head, ...lines], { guardFormulas: true }))
      parts.push(part);
    return {
      name: `audit-log-${localDay(new Date(), ctx.tenant.timeZone)}.csv`,
      content: Buffer.concat(parts).toString("utf8"),
      lines: lines.length,
      nextCursor: (rows.length === query.take ? rows.at(-1)?.id : walked?.id) ?? null,
    };
  },
});

const head = [
  ...["Time", "Who", "Kind", "On behalf of", "What", "Event", "Object", "Record", "Record id", "Before", "After"],
  ...["Detail", "Source", "Address", "Device", "Id"],
];

function lineOf(row: AuditRow): string[] {
  const side = (of: "before" | "after") =>
    row.changes.map((change) => `${change.label}: ${valueText(change[of])}`).join("; ");
  return [
    ...[row.at, row.who.name, row.who.kind, row.behalf?.name ?? "", row.what, row.name, entityWords(row.entity)],
    ...[row.record?.title ?? "", row.record?.id ?? "", side("before"), side("after"), row.detail ?? ""],
    ...[row.from.via, row.from.address ?? "", row.from.device ?? "", row.id],
  ];
}

function valueText(value: FieldChange["before"]): string {
  if (value === null) return "–";
  if (typeof value !== "object") return String(value);
  const digits = minorDigits(value.currency);
  return `${(value.amount / 10 ** digits).toFixed(digits)} ${value.currency}`;
}
