import "server-only";
import { counted } from "@/lib/counted";
import { foldKey, quoteValue } from "@/lib/text";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { rowsByKey } from "@/server/db/rows-by-key";
import { tenantSql } from "@/server/db/tenant-db";
import { newId } from "@/server/new-id";
import type { MemberImportRow } from "../schema";

interface Person {
  id: string;
  name: string;
  email: string | null;
  role: string;
  isNew: boolean;
  line: number;
}
interface Group {
  id: string;
  name: string;
  parentId: string | null;
  isNew: boolean;
  line: number;
}
interface Place {
  id: string;
  teamId: string;
  memberId: string;
  line: number;
}

interface Refusal {
  of: "name" | "email";
  reason: string;
}

const teamKey = (parentId: string | null, name: string) => `${parentId ?? ""}/${foldKey(name)}`;

/** People, teams and memberships, with the changes of a batch of rows. */
export class MemberIndex {
  readonly #byName = new Map<string, Person[]>();
  readonly #byEmail = new Map<string, Person>();
  /** Names of removed people by their addresses, which they keep. */
  readonly #removed = new Map<string, string>();
  readonly #teams = new Map<string, Group>();
  readonly #places = new Set<string>();
  readonly newPlaces: Place[] = [];
  readonly #locale: string;

  private constructor(locale: string) {
    this.#locale = locale;
  }

  static async load(ctx: Ctx, rows: readonly MemberImportRow[]): Promise<MemberIndex> {
    const index = new MemberIndex(ctx.tenant.locale);
    const names = rows.flatMap((row) => [row.name, ...(row.manager ? [row.manager] : [])]).map(foldKey);
    const emails = rows.flatMap((row) => (row.email ? [foldKey(row.email)] : []));
    const teams = rows.flatMap((row) => [row.team, row.manager].flatMap((name) => (name ? [foldKey(name)] : [])));
    const people = await tenantSql<Omit<Person, "isNew" | "line"> & { status: string }>(
      ctx.tenant.id,
      ctx.db,
      Prisma.sql`
        select t.id, t.name, t.email, t.role, t.status from ${rowsByKey(ctx, "members", "name_key", names)}
        where t.status <> 'removed'
        union
        select t.id, t.name, t.email, t.role, t.status from ${rowsByKey(ctx, "members", "email_key", emails)}
        order by id`,
    );
    const groups = await tenantSql<Omit<Group, "isNew" | "line">>(
      ctx.tenant.id,
      ctx.db,
      Prisma.sql`
        select id, name, parent_id as "parentId" from teams
        where tenant_id = ${ctx.tenant.id}::uuid and name_key = any(${teams}::text[]) order by id`,
    );
    const places = await tenantSql<{ team_id: string; member_id: string }>(
      ctx.tenant.id,
      ctx.db,
      Prisma.sql`
        select team_id, member_id from team_members
        where tenant_id = ${ctx.tenant.id}::uuid and team_id = any(${groups.map((group) => group.id)}::uuid[])`,
    );
    for (const { status, ...person } of people) {
      if (status !== "removed") index.#know({ ...person, isNew: false, line: 0 });
      else if (person.email) index.#removed.set(foldKey(person.email), person.name);
    }
    for (const group of groups) {
      const key = teamKey(group.parentId, group.name);
      if (!index.#teams.has(key)) index.#teams.set(key, { ...group, isNew: false, line: 0 });
    }
    for (const place of places) index.#places.add(`${place.team_id}/${place.member_id}`);
    return index;
  }

  #know(person: Person): void {
    const key = foldKey(person.name);
    this.#byName.set(key, [...(this.#byName.get(key) ?? []), person]);
    if (person.email) this.#byEmail.set(foldKey(person.email), person);
  }

  /** The people that match a name and an optional address; a person with another address does not match. */
  #known(name: string, email: string | undefined): Person[] {
    const byEmail = email ? this.#byEmail.get(foldKey(email)) : undefined;
    if (byEmail) return [byEmail];
    const named = this.#byName.get(foldKey(name)) ?? [];
    return email ? named.filter((one) => one.email === null) : named;
  }

  /**
   * The person with a name and an optional address, created when new; or why the person is ambiguous or cannot be
   * created.
   */
  person(name: string, email: string | undefined, role: "manager" | "member", line: number): Person | Refusal {
    const removed = email && this.#removed.get(foldKey(email));
    if (removed) return { of: "email", reason: `${email} belongs to ${removed}, who was removed.` };
    const known = this.#known(name, email);
    if (known.length > 1)
      return {
        of: "name",
        reason: `${counted(known.length, { one: "member", many: "members" }, this.#locale)} are named ${quoteValue(name)}. Add the e-mail address to the file.`,
      };
    const [found] = known;
    if (found) {
      if (found.isNew && role === "manager") found.role = role;
      return found;
    }
    const made = { id: newId(), name, email: email ?? null, role, isNew: true, line };
    this.#know(made);
    return made;
  }

  team(name: string, parentId: string | null, line: number): Group {
    const key = teamKey(parentId, name);
    const found = this.#teams.get(key);
    if (found) return found;
    const made = { id: newId(), name, parentId, isNew: true, line };
    this.#teams.set(key, made);
    return made;
  }

  place(team: Group, person: Person, line: number): boolean {
    const key = `${team.id}/${person.id}`;
    if (this.#places.has(key)) return false;
    this.#places.add(key);
    this.newPlaces.push({ id: newId(), teamId: team.id, memberId: person.id, line });
    return true;
  }

  newPeople(): Person[] {
    return [...this.#byName.values()].flat().filter((person) => person.isNew);
  }

  /** Parents before children, as the foreign key requires. */
  newTeams(): Group[] {
    const made = [...this.#teams.values()].filter((team) => team.isNew);
    return made.toSorted((a, b) => Number(a.parentId !== null) - Number(b.parentId !== null));
  }
}
