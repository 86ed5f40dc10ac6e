import "server-only";
import { writeCsv } from "@/lib/csv/write-csv";
import { minorDigits } from "@/lib/money";
import type { Ctx } from "@/server/context";
import { AppError } from "@/server/errors";
import type { FieldChange } from "../../events/schema";
import { platform } from "../../module";
import { learnNames, presentRow } from "../row";
import { entityWords } from "../rules";
import { type AuditRow, auditFile, auditFilter } from "../schema";
import { asked } from "./list";
import { type AuditQuery, readAudit } from "./read";

/** More lines than people read. */
export const mostLines = 10_000;
const atOnce = 1_000;

export const exportAudit = platform.operation({
  kind: "query",
  permission: "audit:view",
  staff: "never",
  input: auditFilter,
  output: auditFile,
  rest: { method: "GET", path: "/audit-events/export" },
  describe:
    "The audit log under the same filters as a CSV file, newest first: 10,000 lines at most, as far back as the plan shows.",
  async run(ctx, filter) {
    const lines: string[][] = [];
    const query = { ...asked(ctx, filter), take: atOnce };
    for (let cursor: string | null = null, done = false; !done; ) {
      const page = await readPage(ctx, { ...query, cursor });
      lines.push(...page.rows.map(lineOf));
      if (lines.length > mostLines)
        throw new AppError("VALIDATION", `This file would have more than ${mostLines} lines. Choose a shorter time.`);
      cursor = page.last;
      done = page.last === null;
    }
    const parts: Uint8Array[] = [];
    for await (const part of writeCsv([head, ...lines], { guardFormulas: true })) parts.push(part);
    const content = Buffer.concat(parts).toString("utf8");
    return { name: `audit-log-${new Date().toISOString().slice(0, 10)}.csv`, content };
  },
});

async function readPage(ctx: Ctx, query: AuditQuery): Promise<{ rows: AuditRow[]; last: string | null }> {
  const { rows, walked } = await readAudit(ctx, query);
  if (walked) throw new AppError("VALIDATION", "This time holds too many events to search. Choose a shorter time.");
  const names = await learnNames(ctx, rows);
  const last = rows.length === query.take ? (rows.at(-1)?.id ?? null) : null;
  return { rows: rows.map((row) => presentRow(ctx, names, row)), last };
}

const head = [
  "Time",
  "Who",
  "Kind",
  "On behalf of",
  "What",
  "Event",
  "Object",
  "Record",
  "Record id",
  "Before",
  "After",
];
head.push("Detail", "From", "Address", "Id");

function lineOf(row: AuditRow): string[] {
  const side = (of: "before" | "after") =>
    row.changes.map((change) => `${change.label}: ${valueText(change[of])}`).join("; ");
  return [
    ...[row.at, row.who.name, row.who.kind, row.behalf?.name ?? "", row.what, row.name, entityWords(row.entity)],
    ...[row.record?.title ?? "", row.record?.id ?? "", side("before"), side("after"), row.detail ?? ""],
    ...[row.from.via, row.from.address ?? "", row.id],
  ];
}

function valueText(value: FieldChange["before"]): string {
  if (value === null) return "–";
  if (typeof value !== "object") return String(value);
  const digits = minorDigits(value.currency);
  return `${(value.amount / 10 ** digits).toFixed(digits)} ${value.currency}`;
}
