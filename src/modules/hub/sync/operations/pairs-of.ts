import "server-only";
import { customName } from "@/lib/fields/custom";
import { type ValueStep, valueSteps } from "@/lib/value-steps/steps";
import type { Ctx } from "@/server/context";
import type { FieldPair, ObjectDeclaration } from "@/server/sync/object";
import { customPairs } from "@/server/sync/pairs/custom";
import { transformed } from "@/server/sync/pairs/transformed";
import type { RemoteField } from "@/server/sync/provider";

/** The fields that the workspace added to a kind of record and did not archive. */
export const ownFields = ({ tenant }: Pick<Ctx, "tenant">, entity: string) =>
  tenant.custom.fields.filter((field) => field.entity === entity && field.archivedAt === null);

interface Row {
  field: string;
  remote: readonly string[];
  /** `{ steps, since }`; empty for a field that never had steps. */
  transform: unknown;
}

interface Stored {
  steps?: unknown;
  since?: number;
}

/** The steps of a field, as they are stored. */
export const stepsOf = ({ transform }: Pick<Row, "transform">): readonly ValueStep[] =>
  valueSteps.parse(((transform ?? {}) as Stored).steps ?? []);

/** The full compare that looks at all values of a field anew, because its steps had changed; 0 for none. */
export const comparedSince = ({ transform }: Pick<Row, "transform">): number =>
  ((transform ?? {}) as Stored).since ?? 0;

/** The pairs of a kind of record: those that the provider declares, and those of the workspace's own fields with chosen partners. */
export function plainPairs(
  ctx: Pick<Ctx, "tenant">,
  { entity, pairs }: ObjectDeclaration,
  described: readonly RemoteField[],
  rows: readonly Pick<Row, "field" | "remote">[],
): readonly FieldPair[] {
  const partners = new Map(rows.map(({ field, remote }) => [field, remote[0] ?? ""]));
  const own = ownFields(ctx, entity);
  const chosen = own.flatMap(({ key }) => {
    const partner = partners.get(customName(key));
    return partner ? [[key, partner] as const] : [];
  });
  return [...pairs, ...customPairs(own, described, Object.fromEntries(chosen))];
}

/** The same, each with the steps that the workspace gave it. */
export function pairsOf(
  ctx: Pick<Ctx, "tenant">,
  declaration: ObjectDeclaration,
  described: readonly RemoteField[],
  rows: readonly Row[],
): readonly FieldPair[] {
  const steps = new Map(rows.map((row) => [row.field, stepsOf(row)]));
  return plainPairs(ctx, declaration, described, rows).map((pair) => transformed(pair, steps.get(pair.field) ?? []));
}
