import "server-only";
import { type NounEntity, nounOf, permissionFor } from "@/lib/nouns/all";
import { nextStepFields } from "@/lib/nouns/next-step";
import { memberOf } from "../actor.ts";
import { dayOf, isoOf } from "../columns.ts";
import type { Ctx } from "../context.ts";
import { Prisma } from "../db/generated/client.ts";
import type { Row } from "../fields/kind.ts";
import type { ListField, Where } from "../list-definition.ts";
import { readable } from "../readable.ts";
import { isOn, visibilityOf } from "../scope.ts";
import type { ExtraColumns } from "./table.ts";

/** The open record that is linked to another and due first, as that one keeps it (`prisma/next-steps.sql`). */
interface LinkedStep {
  entity: string;
  ownerId: string | null;
  creatorId: string | null;
  members: readonly string[] | null;
}

/** The columns that triggers keep; no event records them, as nobody edits them. */
const kept = { recorded: false } as const;

/**
 * The columns of a noun with a next step (`nextStepFields`), and how they leave the server. A linked step that the actor
 * may not see counts as none: lists then sort and filter by the written line alone.
 */
export function nextStepColumns(entity: NounEntity): Pick<ExtraColumns<Row>, "columns" | "present"> & {
  fields: Readonly<Record<string, ListField>>;
} {
  const columnFor = (ctx: Ctx) => {
    if (!mayReadAll(ctx, entity)) return null;
    return seesAllSteps(ctx, entity) ? "nextAt" : "nextLineAt";
  };
  return {
    columns: {
      nextActivity: { type: "jsonb", ...kept },
      nextTitle: { type: "text", ...kept },
      nextAt: { type: "timestamptz", ...kept },
      nextOn: { type: "date", ...kept },
      nextOwnerId: { type: "uuid", ...kept },
      nextLineAt: { type: "timestamptz", ...kept },
    },
    fields: { nextAt: { kind: "instant", column: "nextAt", nullable: true, sortable: true, columnFor, dayOnly } },
    present(ctx, row) {
      if (!mayReadAll(ctx, entity)) return { nextTitle: null, nextAt: null, nextOn: null, nextOwner: null };
      return seesStep(ctx, row.nextActivity as LinkedStep | null) ? {} : writtenLine(row);
    },
  };
}

/** A written line has a day alone; a linked step may have a time. */
const dayOnly = (column: string): Where => ({ NOT: { [column === "nextLineAt" ? column : "nextOn"]: null } });

/** Each of these fields shows through in the next step: it is hidden with any of them. */
const mayReadAll = (ctx: Ctx, entity: NounEntity): boolean => {
  const may = readable(ctx, entity);
  return Object.keys(nextStepFields).every((name) => may.has(name));
};

/** The written line of a row as its next step. */
function writtenLine(row: Row) {
  const owner = row.nextStepOwner ? "nextStepOwner" : "owner";
  return {
    nextTitle: row.nextStep ?? null,
    nextAt: isoOf((row.nextLineAt ?? null) as Date | null),
    nextOn: row.nextStep ? dayOf((row.nextStepOn ?? null) as Date | null) : null,
    nextOwner: row.nextStep ? shownMember(row[owner]) : null,
  };
}

function shownMember(member: unknown) {
  const shown = (member ?? null) as { id: string; name: string; status: string } | null;
  return shown && { id: shown.id, name: shown.name, placeholder: shown.status === "placeholder" };
}

const viewsAll = (ctx: Ctx, entity: NounEntity) =>
  visibilityOf(ctx, entity) === "all" && ctx.can(permissionFor(entity, "view"));

/** Whether the actor sees every record that may be the next step of a visible record of this kind. */
export const seesAllSteps = (ctx: Ctx, entity: NounEntity): boolean =>
  (nounOf(entity)?.linkedFrom ?? []).every((one) => viewsAll(ctx, one as NounEntity));

/** Whether the actor sees the linked step of a visible record; decides as `server/seen-through.ts` does for a linked record. */
function seesStep(ctx: Ctx, step: LinkedStep | null): boolean {
  if (!step) return true;
  const entity = step.entity as NounEntity;
  if (!isOn(ctx, entity) || !ctx.can(permissionFor(entity, "view"))) return false;
  if (visibilityOf(ctx, entity) === "all") return true;
  const self = memberOf(ctx.actor);
  if (self !== null && (step.ownerId === self || step.members?.includes(self))) return true;
  const people = peopleSeen(ctx, entity);
  if (people === null) return false;
  return step.ownerId === null || [step.ownerId, step.creatorId].some((one) => one !== null && people.includes(one));
}

/** The members of whom the actor sees linked steps; null if it sees none but those that it takes part in. */
function peopleSeen(ctx: Ctx, entity: NounEntity): readonly string[] | null {
  const level = visibilityOf(ctx, entity);
  if (level === "nothing") return null;
  const self = memberOf(ctx.actor);
  if (level === "teams") return ctx.peers.sees;
  return self === null ? [] : [self];
}

/** A field that the actor may not read counts as empty. */
const noStep = {
  title: Prisma.sql`null::text`,
  at: Prisma.sql`null::timestamptz`,
  on: Prisma.sql`null::date`,
  ownerId: Prisma.sql`null::uuid`,
};

/** The next step of rows of a kind as this actor sees it, as SQL over an alias. */
export function nextStepSql(ctx: Ctx, entity: NounEntity, alias: string) {
  const column = (name: string) => Prisma.raw(`${alias}.${name}`);
  if (!mayReadAll(ctx, entity)) return noStep;
  const kept = {
    title: column("next_title"),
    at: column("next_at"),
    on: column("next_on"),
    ownerId: column("next_owner_id"),
  };
  if (seesAllSteps(ctx, entity)) return kept;
  const isHidden = hiddenSql(ctx, entity, column("next_activity"));
  const [line, at] = [column("next_step"), column("next_line_at")];
  const either = (written: Prisma.Sql, known: Prisma.Sql) =>
    Prisma.sql`(case when ${isHidden} then ${written} else ${known} end)`;
  return {
    title: either(line, kept.title),
    at: either(at, kept.at),
    on: either(Prisma.sql`case when ${at} is not null then ${column("next_step_on")} end`, kept.on),
    ownerId: either(
      Prisma.sql`case when ${line} is not null then coalesce(${column("next_step_owner_id")}, ${column("owner_id")}) end`,
      kept.ownerId,
    ),
  };
}

/** `seesStep` as SQL, the other way round. */
function hiddenSql(ctx: Ctx, of: NounEntity, step: Prisma.Sql): Prisma.Sql {
  const self = memberOf(ctx.actor);
  const seen = ((nounOf(of)?.linkedFrom ?? []) as NounEntity[]).flatMap((entity) => {
    if (!isOn(ctx, entity) || !ctx.can(permissionFor(entity, "view"))) return [];
    if (visibilityOf(ctx, entity) === "all") return [Prisma.sql`${step} ->> 'entity' = ${entity}`];
    const people = peopleSeen(ctx, entity);
    const takesPart =
      self === null
        ? []
        : [Prisma.sql`${step} ->> 'ownerId' = ${self}`, Prisma.sql`${step} -> 'members' @> to_jsonb(${self}::text)`];
    const allowed =
      people === null
        ? []
        : [
            Prisma.sql`${step} ->> 'ownerId' is null`,
            Prisma.sql`${step} ->> 'ownerId' = any(${[...people]}::text[])`,
            Prisma.sql`${step} ->> 'creatorId' = any(${[...people]}::text[])`,
          ];
    const ways = [...takesPart, ...allowed];
    return ways.length === 0 ? [] : [Prisma.sql`(${step} ->> 'entity' = ${entity} and (${Prisma.join(ways, " or ")}))`];
  });
  if (seen.length === 0) return Prisma.sql`${step} is not null`;
  return Prisma.sql`(${step} is not null and (${Prisma.join(seen, " or ")}) is not true)`;
}
