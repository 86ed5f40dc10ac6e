import "server-only";
import { type Condition, mySelf, myTeams, valueFits } from "@/lib/list-filter";
import { nounOf } from "@/lib/nouns/all";
import type { DroppedPart, ViewState } from "@/lib/views";
import { timelineOf } from "./catalog.ts";
import type { Ctx } from "./context.ts";
import { Prisma } from "./db/generated/client.ts";
import { tenantSql } from "./db/tenant-db.ts";
import { AppError, invalid } from "./errors.ts";
import { valuesOf } from "./list-compare.ts";
import { sortKeys } from "./list-cursor.ts";
import type { ListDefinition, ListField } from "./list-definition.ts";
import { conditionField, fieldOf, groupField, requireCondition } from "./list-filter.ts";
import { readable } from "./readable.ts";
import { hidesSome } from "./seen-through.ts";
import { withoutUnseen } from "./unseen-values.ts";

/** A stored state as its reader gets it, and the parts that were left out. */
export interface KeptState {
  state: ViewState;
  dropped: DroppedPart[];
}

/**
 * Stored states of a list without what no longer exists or what the actor may not read: fields, options, members, tags
 * and other records. Of kinds of which records may be hidden from the actor, no answer tells one of these from one that does
 * not exist: a placeholder stands for both. One statement for each kind of record, however many states.
 */
export async function keptStates(ctx: Ctx, list: ListDefinition, states: readonly ViewState[]): Promise<KeptState[]> {
  const known = await knownIds(ctx, list, states);
  const isUnseen = (value: unknown, { field: name }: Condition) => {
    const field = isId(value) ? conditionField(ctx, list, name) : undefined;
    return field !== undefined && hidesValues(ctx, field) && !isKnown(known, field, String(value));
  };
  return states.map((state) => new Reader(ctx, list, known).read(withoutUnseen(state, isUnseen)));
}

/** Whether records that a field points to may be hidden from the actor. */
const hidesValues = (ctx: Ctx, field: ListField): boolean => objectsOf(field).some((object) => hidesSome(ctx, object));

const isKnown = (known: Known, field: ListField, id: string): boolean =>
  objectsOf(field).some((object) => known.get(object)?.has(id.toLowerCase()));

type Known = ReadonlyMap<string, ReadonlySet<string>>;

const people: readonly unknown[] = [mySelf, myTeams];
const isId = (value: unknown): value is string =>
  typeof value === "string" && !people.includes(value) && /^[0-9a-f-]{36}$/i.test(value);

/** The kinds of object that the values of a field are ids of. */
export function objectsOf({ kind, to, objects }: ListField): readonly string[] {
  if (kind === "member" || kind === "members") return ["member"];
  return objects ?? (to === undefined ? [] : [to]);
}

const conditionsOf = ({ conditions, groups }: ViewState): Condition[] => [
  ...conditions,
  ...groups.flatMap((group) => group.conditions),
];

/** Reads one stored state after another, and notes what it leaves out. */
class Reader {
  readonly #dropped: DroppedPart[] = [];

  constructor(
    readonly ctx: Ctx,
    readonly list: ListDefinition,
    readonly known: Known,
  ) {}

  read(state: ViewState): KeptState {
    const { ctx, list } = this;
    const { group } = state;
    const conditions = this.#conditions(state.conditions);
    const groups = state.groups.map((one) => ({ ...one, conditions: this.#conditions(one.conditions) }));
    const kept = {
      ...state,
      conditions,
      groups: groups.filter((one) => one.conditions.length > 0),
      sorts: state.sorts.filter((sort) => this.#has("sort", sort.field, () => sortKeys(ctx, list, [sort]))),
      group: group !== null && this.#has("group", group, () => groupField(ctx, list, group)) ? group : null,
      totals:
        state.totals &&
        Object.fromEntries(
          Object.entries(state.totals).filter(([field]) =>
            this.#has("total", field, () => requireField(ctx, list, field)),
          ),
        ),
    };
    return { state: kept, dropped: this.#dropped };
  }

  #has(part: DroppedPart["part"], field: string, check: () => unknown): boolean {
    const fits = isAccepted(check);
    if (!fits) this.#drop(part, field);
    return fits;
  }

  #drop(part: DroppedPart["part"], field: string): void {
    this.#dropped.push({ part, field: readable(this.ctx, this.list.entity).has(field) ? field : "" });
  }

  #conditions(conditions: readonly Condition[]): Condition[] {
    return conditions.flatMap((condition) => {
      const { field: name, op, value } = condition;
      const field = conditionField(this.ctx, this.list, name);
      const lost = field ? this.#lostValues(field, condition) : [];
      const left = [value].flat().filter((one) => !lost.includes(one));
      const changed =
        lost.length > 0 ? { ...condition, value: Array.isArray(value) ? (left as string[]) : left[0] } : condition;
      const usable =
        valueFits(op, changed.value) && isAccepted(() => requireCondition(this.ctx, this.list, changed, "conditions"));
      if (lost.length > 0 || !usable) this.#drop(usable ? "value" : "condition", name);
      return usable ? [changed] : [];
    });
  }

  /** The values of a condition whose option, member or record does not exist any more; those that may be hidden have placeholders. */
  #lostValues(field: ListField, condition: Condition): unknown[] {
    const values = valuesOf(condition);
    const { choices } = field;
    if (choices) return values.filter((value) => !choices.includes(String(value)));
    const objects = objectsOf(field);
    if (objects.length === 0 || hidesValues(this.ctx, field)) return [];
    return values.filter(isId).filter((id) => !isKnown(this.known, field, id));
  }
}

function requireField(ctx: Ctx, list: ListDefinition, name: string): void {
  if (!fieldOf(ctx, list, name)) throw invalid("totals", `This list has no field ${name}. Choose another one.`);
}

/** Whether a check of a list accepts a part of the state. */
function isAccepted(check: () => unknown): boolean {
  try {
    check();
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === "VALIDATION") return false;
    throw error;
  }
}

/** The records among the values of all conditions that there are for the actor, by kind; ids in lower case. */
async function knownIds(ctx: Ctx, list: ListDefinition, states: readonly ViewState[]): Promise<Known> {
  const wanted = new Map<string, Set<string>>();
  for (const condition of states.flatMap(conditionsOf)) {
    const field = conditionField(ctx, list, condition.field);
    for (const object of field ? objectsOf(field) : [])
      for (const id of valuesOf(condition).filter(isId))
        wanted.set(object, (wanted.get(object) ?? new Set()).add(id.toLowerCase()));
  }
  const found = new Map<string, ReadonlySet<string>>();
  for (const [object, ids] of wanted) found.set(object, new Set(await stored(ctx, object, [...ids])));
  return found;
}

async function stored(ctx: Ctx, object: string, ids: string[]): Promise<string[]> {
  const scope = timelineOf(object)?.scope;
  if (!scope?.namesIn) throw new Error(`The registry names no table of ${object}.`);
  // Archived records and members who left exist; removed stages do not.
  if (hidesSome(ctx, object) || (!nounOf(object) && object !== "member"))
    return (await scope.load(ctx, ids)).map(({ id }) => id);
  const rows = await tenantSql<{ id: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`select id from ${Prisma.raw(scope.namesIn)}
      where tenant_id = ${ctx.tenant.id}::uuid and id = any(${ids}::uuid[])`,
  );
  return rows.map(({ id }) => id);
}
