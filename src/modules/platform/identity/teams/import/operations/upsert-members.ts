import "server-only";
import { groupBy } from "@/lib/group-by";
import {
  type ImportOutcome,
  importCallInput,
  importCallOutput,
  soundRows,
  type TouchedRecord,
} from "@/lib/import-rows";
import { foldKey } from "@/lib/text";
import { platform } from "@/modules/platform/module";
import type { Ctx } from "@/server/context";
import { insertSet } from "@/server/db/row-sets";
import { emit } from "@/server/events";
import { holdRights } from "@/server/held-rights";
import { oneImportAtATime } from "@/server/import-lock";
import { importScope } from "@/server/import-scope";
import { memberEvents } from "../../../members/events";
import { teamEvents } from "../../events";
import { type MemberImportRow, readMemberRow } from "../schema";
import { MemberIndex } from "./member-index";

export const upsertMembers = platform.operation({
  kind: "mutation",
  permission: "member:manage",
  uses: [{ scope: importScope, ids: (input) => [input.importId] }],
  silent: "Each record has its own event; a batch without a change has none.",
  input: importCallInput,
  output: importCallOutput,
  describe:
    "Creates placeholder members and teams from rows with person, manager and team: the team, and under it a team named after the manager. No e-mail is sent.",
  async run(asked, input) {
    // A preview takes long and saves nothing: it must not block changes of members meanwhile.
    const ctx = input.dry ? asked : await holdRights(asked, "member:manage");
    await oneImportAtATime(ctx, "member", input.dry);
    const { rows, problems } = soundRows(input.rows, readMemberRow);
    const index = await MemberIndex.load(
      ctx,
      rows.map(({ row }) => row),
    );
    const placed = new Set<string>();
    const seen = new Set<string>();
    for (const { line, row } of rows) {
      const problem = take(index, line, row, placed, seen);
      if (problem) problems.push({ line, ...problem });
    }
    return { ...(await write(ctx, index, placed, seen)), problems };
  },
});

function take(index: MemberIndex, line: number, row: MemberImportRow, placed: Set<string>, seen: Set<string>) {
  const manager = row.manager ? index.person(row.manager, undefined, "manager", line) : null;
  if (manager && "reason" in manager) return { field: "manager", reason: manager.reason };
  const person = index.person(row.name, row.email, "member", line);
  if ("reason" in person) return { field: person.of, reason: person.reason };
  const top = row.team ? index.team(row.team, null, line) : null;
  const team = manager ? index.team(manager.name, top?.id ?? null, line) : top;
  for (const one of manager ? [manager, person] : [person]) {
    seen.add(one.id);
    if (team && index.place(team, one, line) && !one.isNew) placed.add(one.id);
  }
  return null;
}

async function write(
  ctx: Ctx,
  index: MemberIndex,
  placed: ReadonlySet<string>,
  seen: ReadonlySet<string>,
): Promise<Omit<ImportOutcome, "problems">> {
  const people = index.newPeople();
  const teams = index.newTeams();
  type New = { id: string };
  const made = [
    { column: "id", type: "uuid" as const, value: (row: New) => row.id },
    { column: "import_id", type: "uuid" as const, value: () => ctx.batchId },
    { column: "updated_at", type: "timestamptz" as const, value: () => new Date() },
  ];
  await insertSet<(typeof people)[number]>(
    ctx,
    "members",
    [
      ...made,
      { column: "name", type: "text", value: (row) => row.name },
      { column: "name_key", type: "text", value: (row) => foldKey(row.name) },
      { column: "email", type: "text", value: (row) => row.email },
      { column: "email_key", type: "text", value: (row) => row.email && foldKey(row.email) },
      { column: "role", type: "text", value: (row) => row.role },
      { column: "status", type: "text", value: () => "placeholder" },
    ],
    people,
  );
  await insertSet<(typeof teams)[number]>(
    ctx,
    "teams",
    [
      ...made,
      { column: "name", type: "text", value: (row) => row.name },
      { column: "name_key", type: "text", value: (row) => foldKey(row.name) },
      { column: "parent_id", type: "uuid", value: (row) => row.parentId },
    ],
    teams,
  );
  await insertSet<(typeof index.newPlaces)[number]>(
    ctx,
    "team_members",
    [
      { column: "id", type: "uuid", value: (row) => row.id },
      { column: "team_id", type: "uuid", value: (row) => row.teamId },
      { column: "member_id", type: "uuid", value: (row) => row.memberId },
    ],
    index.newPlaces,
  );
  tell(ctx, index, people, teams);
  const record = (entity: string, label: string, row: { id: string; line: number }): TouchedRecord => ({
    entity,
    id: row.id,
    line: row.line,
    action: "created",
    version: 1,
    label,
    before: null,
  });
  return {
    touched: [
      ...people.map((one) => record("member", one.name, one)),
      ...teams.map((one) => record("team", one.name, one)),
      ...index.newPlaces.map((one) => record("teamMember", "A team membership", one)),
    ],
    counts: {
      member: {
        created: people.length,
        updated: placed.size,
        unchanged: Math.max(0, seen.size - people.length - placed.size),
        merged: 0,
      },
      team: { created: teams.length, updated: 0, unchanged: 0, merged: 0 },
    },
  };
}

function tell(
  ctx: Ctx,
  index: MemberIndex,
  people: readonly { id: string; name: string; role: string }[],
  teams: readonly { id: string; name: string }[],
): void {
  for (const { id, name, role } of people)
    emit(ctx, memberEvents.imported, { id, version: 1, after: { name, role }, data: { created: true } });
  for (const { id, name } of teams)
    emit(ctx, teamEvents.imported, { id, version: 1, after: { name }, data: { created: true } });
  const byTeam = groupBy(index.newPlaces, (place) => place.teamId);
  for (const [id, places] of byTeam)
    emit(ctx, teamEvents.membersAdded, { id, data: { memberIds: places.map((place) => place.memberId) } });
}
