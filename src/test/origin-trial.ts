import { existing, update } from "@/local/providers/hubspot/records";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { saveSyncFields } from "@/modules/hub/sync/operations/fields";
import { listSyncChanges } from "@/modules/hub/sync/operations/list-changes";
import { startBulkRun } from "@/modules/platform/data/bulk-runs/operations/runs";
import { listTimeline } from "@/modules/platform/history/events/operations/timeline";
import type { Ctx } from "@/server/context";
import { adminQuery } from "./db";
import type { HubSpotTrial } from "./hubspot";
import { type ConnectedWorkspace, connectedWorkspace } from "./hubspot-workspace";
import { importAll } from "./import-trial";
import { random } from "./sync-trial";

type Rule = "newest" | "ours" | "theirs";
const kinds = {
  account: {
    remote: "companies",
    fields: { name: ["name", "newest"], phone: ["phone", "theirs"], employees: ["numberofemployees", "ours"] },
  },
  contact: {
    remote: "contacts",
    fields: { jobTitle: ["jobtitle", "newest"], firstName: ["firstname", "ours"], lastName: ["lastname", "theirs"] },
  },
} as const;
type Kind = keyof typeof kinds;
const kindNames = ["account", "contact"] as const;

interface OneField {
  kind: Kind;
  recordId: string;
  externalId: string;
  field: string;
  property: string;
  rule: Rule;
  value: string;
  here: { value: string; memberId: string; by: "form" | "bulk" | "import" } | null;
  there: { value: string; writer: string } | null;
  /** The answer that its history and the log of the sync owe; null while only its creation set it. */
  origin: { entry: Record<string, unknown>; memberId: string | null; by: string } | null;
}

/** Writers of the other side, and their words. */
const writers = [
  ["AUTOMATION_PLATFORM", "1", "a workflow in HubSpot"],
  ["IMPORT", "2", "an import in HubSpot"],
  ["API", "3", "another integration"],
] as const;

/** People and machines that set fields on both sides, and what the test wrote down about each of them while it acted. */
export class OriginTrial {
  readonly #chance: () => number;
  readonly #people: { ctx: Ctx; memberId: string }[] = [];
  #fields: OneField[] = [];
  #serial = 100;

  private constructor(
    readonly trial: HubSpotTrial,
    readonly workspace: ConnectedWorkspace,
    seed: number,
  ) {
    this.#chance = random(seed);
  }

  /** With so many records of each of two kinds, of each of which three fields are followed. */
  static async start(trial: HubSpotTrial, { records, seed }: { records: number; seed: number }): Promise<OriginTrial> {
    const workspace = await connectedWorkspace(trial);
    const one = new OriginTrial(trial, workspace, seed);
    for (const role of ["admin", "manager"] as const) {
      const member = await workspace.workspace.join(role);
      one.#people.push({ ctx: await workspace.workspace.as(member), memberId: member.id });
    }
    for (const kind of kindNames) {
      const { id: objectId, version } = await workspace.object(kind);
      const rules = Object.entries(kinds[kind].fields).map(([field, [, conflict]]) => ({ field, conflict }));
      await saveSyncFields(workspace.ctx, { objectId, version, fields: rules });
    }
    const list = Array.from({ length: records }, (_, place) => place);
    trial.seed(workspace.portal, {
      companies: list.map((n) => ({
        properties: { name: `N${n}`, domain: `d${n}.example`, phone: `P${n}`, numberofemployees: String(n + 1) },
      })),
      contacts: list.map((n) => ({
        properties: { jobtitle: `J${n}`, firstname: `F${n}`, lastname: `L${n}`, email: `p${n}@own.example` },
      })),
    });
    await workspace.start();
    await one.#follow();
    return one;
  }

  async #follow(): Promise<void> {
    const links = await this.workspace.ctx.db.syncLink.findMany({
      where: { externalId: { not: null } },
      orderBy: { id: "asc" },
      select: { recordId: true, externalId: true, object: { select: { entity: true } } },
    });
    this.#fields = links.flatMap(({ recordId, externalId, object }) => {
      const kind = object.entity as Kind;
      const there = this.trial.edit.read(this.workspace.portal, kinds[kind].remote, externalId ?? "")?.properties ?? {};
      return Object.entries(kinds[kind].fields).map(
        ([field, [property, rule]]): OneField => ({
          ...{ kind, recordId, externalId: externalId ?? "", field, property, rule },
          ...{ value: there[property] ?? "", here: null, there: null, origin: null },
        }),
      );
    });
  }

  get count(): number {
    return this.#fields.length;
  }

  #pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.#chance() * list.length)] as T;
  }

  /** A value that no field had before. */
  #new(field: string): string {
    this.#serial += 1;
    return field === "employees" ? String(this.#serial) : `${field} ${this.#serial}`;
  }

  /** Random acts on both sides; then the sync runs, and what each field should say is worked out. */
  async round(acts: number): Promise<void> {
    for (let made = 0; made < acts; made++) {
      await this.#form(this.#pick(this.#fields));
      this.#there(this.#pick(this.#fields));
    }
    await this.#bulk("account", "employees");
    await this.#bulk("contact", "jobTitle");
    await this.#import();
    await this.#putInOrder();
    await this.workspace.runNow();
    for (const one of this.#fields) settle(one);
  }

  async #form(one: OneField): Promise<void> {
    const { ctx, memberId } = this.#pick(this.#people);
    const value = this.#new(one.field);
    const operations = one.kind === "account" ? accountOperations : contactOperations;
    const { version } = await operations.get(ctx, { id: one.recordId });
    const patch = { [one.field]: one.field === "employees" ? Number(value) : value };
    await operations.update(ctx, { id: one.recordId, version, ...patch } as never);
    one.here = { value, memberId, by: "form" };
  }

  async #bulk(kind: Kind, field: string): Promise<void> {
    const { ctx, memberId } = this.#pick(this.#people);
    const value = this.#new(field);
    const chosen = this.#fields.filter((one) => one.kind === kind && one.field === field && this.#chance() < 0.2);
    const change = { type: "set", field, value: field === "employees" ? Number(value) : value } as const;
    const selection = { ids: chosen.map(({ recordId }) => recordId) };
    await startBulkRun(ctx, { noun: kind, selection, change });
    for (const one of chosen) one.here = { value, memberId, by: "bulk" };
  }

  /** A file that brings phones of accounts, which it knows by their domains. */
  async #import(): Promise<void> {
    const { ctx, memberId } = this.#people[0] as { ctx: Ctx; memberId: string };
    const chosen = this.#fields.filter(({ field }) => field === "phone" && this.#chance() < 0.2);
    const rows = await ctx.db.account.findMany({
      where: { id: { in: chosen.map(({ recordId }) => recordId) } },
      select: { id: true, name: true, domain: true },
    });
    const lines = rows.map(({ id, name, domain }) => {
      const one = chosen.find(({ recordId }) => recordId === id) as OneField;
      one.here = { value: this.#new("phone"), memberId, by: "import" };
      return `${name},${domain},${one.here.value}`;
    });
    await importAll(ctx, { "accounts.csv": ["Account name,Domain,Phone", ...lines].join("\n") });
  }

  #there(one: OneField): void {
    const { crm, edit } = this.trial;
    const { remote } = kinds[one.kind];
    const portal = crm.portal(this.workspace.portal);
    if (!portal) throw new Error("The portal is gone.");
    const value = this.#new(one.field);
    const isPerson = this.#chance() < 0.4;
    const [source, sourceId, words] = this.#pick(writers);
    const [owner] = portal.owners;
    if (isPerson) edit.change(portal.id, remote, one.externalId, { [one.property]: value });
    else {
      const at = { crm, portal, object: remote, by: { source, sourceId } } as const;
      update(at, existing(at, one.externalId), { [one.property]: value });
    }
    one.there = { value, writer: isPerson ? `${owner?.firstName} ${owner?.lastName}` : words };
  }

  /** Of two edits in one round half of ours become older than theirs, and the others newer. */
  async #putInOrder(): Promise<void> {
    for (const one of this.#fields) {
      if (one.rule !== "newest" || !one.here || !one.there) continue;
      const isOlder = this.#chance() < 0.5;
      await adminQuery(
        "update events set at = now() - $4::interval where tenant_id = $1 and entity_id = $2 and after ? $3",
        [this.workspace.ctx.tenant.id, one.recordId, one.field, isOlder ? "10 minutes" : "0 minutes"],
      );
      if (isOlder) older.add(one);
    }
  }

  /** Fields of which the log or the record's own history says something else than what the test wrote down. */
  async faults(): Promise<string[]> {
    const faults: string[] = [];
    const { ctx, connectionId } = this.workspace;
    for (const { kind, recordId, externalId, field, value, property, origin } of this.#fields) {
      const note = (what: unknown) => faults.push(`${kind} ${recordId} ${field}: ${JSON.stringify(what)}`);
      const record = await (kind === "account" ? accountOperations : contactOperations).get(ctx, { id: recordId });
      const there = this.trial.edit.read(this.workspace.portal, kinds[kind].remote, externalId)?.properties[property];
      if (String(Reflect.get(record, field)) !== value || there !== value) note({ value, here: record, there });
      const { items } = await listSyncChanges(ctx, { connectionId, recordId, ...(origin ? { field } : {}), limit: 1 });
      const entry = origin?.entry ?? { field: null, direction: "in", decidedBy: "created" };
      for (const [name, plain] of Object.entries(entry)) {
        const wanted = isNumber(plain) ? Number(plain).toLocaleString("en-US") : plain;
        const found = items[0]?.[name as keyof (typeof items)[0]];
        if (found !== wanted && !(origin === null && items[0]?.field !== null)) note({ name, wanted, found });
      }
      const { rows } = await listTimeline(ctx, { entity: kind, id: recordId, limit: 1, ...(origin ? { field } : {}) });
      const actor = rows[0]?.actor;
      if (origin?.memberId && actor?.id !== origin.memberId) note({ wanted: origin, found: rows[0] });
      if (origin && !origin.memberId && actor?.name !== "HubSpot") note({ wanted: origin, found: rows[0] });
    }
    return faults;
  }

  /** How often each kind of origin was looked at. */
  counts(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { origin } of this.#fields) {
      const name = origin ? `${origin.by} ${origin.entry.decidedBy}` : "created";
      counts[name] = (counts[name] ?? 0) + 1;
    }
    return counts;
  }
}

/** The log shows values in words, and numbers as the workspace writes them. */
const isNumber = (value: unknown): value is string => typeof value === "string" && /^\d+$/.test(value);

/** Fields whose value of ours is older than theirs. */
const older = new Set<OneField>();

/** The outcome of the edits of both sides, and the line of the log about it. */
function settle(one: OneField): void {
  const { here, there, rule, value: before } = one;
  const isOlder = older.delete(one);
  if (!here && !there) return;
  const isTheirs = there !== null && (here === null || rule === "theirs" || (rule === "newest" && isOlder));
  const decidedBy = here && there ? rule : "onlySide";
  if (isTheirs) {
    const entry = { from: here?.value ?? before, to: there.value, lost: here?.value ?? null, writer: there.writer };
    one.origin = { entry: { direction: "in", decidedBy, ...entry }, memberId: null, by: there.writer };
    one.value = there.value;
  } else if (here) {
    const entry = { direction: "out", decidedBy, from: there?.value ?? before, to: here.value };
    one.origin = { entry, memberId: here.memberId, by: here.by };
    one.value = here.value;
  }
  one.here = null;
  one.there = null;
}
