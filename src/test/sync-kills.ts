import { accountOperations } from "@/modules/crm/accounts/operations";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { eventIdAt } from "@/modules/hub/sync/operations/phases";
import { runSyncNow } from "@/modules/hub/sync/operations/starting";
import type { HubSpotTrial } from "./hubspot";
import { type ConnectedWorkspace, connectedWorkspace, workAll } from "./hubspot-workspace";
import { random } from "./sync-trial";

/** The phases of a run that looks at everything, in their order. */
export const killedPhases = ["recover", "retry", "pull", "gone", "hints", "ours", "rest", "push"] as const;
export type KilledPhase = (typeof killedPhases)[number];

const kinds = {
  account: {
    remote: "companies",
    fields: { name: "name", phone: "phone", employees: "numberofemployees" },
  },
  contact: { remote: "contacts", fields: { jobTitle: "jobtitle", lastName: "lastname" } },
} as const;
type Kind = keyof typeof kinds;
const kindNames = ["account", "contact"] as const;

interface EditMade {
  kind: Kind;
  /** The name or id by which its record is found on the side where it was made. */
  id: string;
  side: "here" | "there";
  field: string;
  value: string;
}

/** A workspace and a portal in which people change records while the sync is killed again and again. */
export class KilledSync {
  readonly #chance: () => number;
  /** The last value that each side gave a field since the sides were equal. */
  readonly #edits = new Map<string, EditMade>();
  #serial = 0;

  private constructor(
    readonly trial: HubSpotTrial,
    readonly workspace: ConnectedWorkspace,
    seed: number,
  ) {
    this.#chance = random(seed);
  }

  static async start(trial: HubSpotTrial, seed: number): Promise<KilledSync> {
    const game = new KilledSync(trial, await connectedWorkspace(trial), seed);
    for (let made = 0; made < 6; made++) {
      await game.#createHere();
      game.#createThere();
    }
    // Refused there, so that there is something to try again.
    const emails = [{ value: "somebody@refused.local" }];
    await contactOperations.create(game.#ctx, { lastName: game.#text("Refused"), emails, ownerId: null });
    await game.workspace.start();
    game.#edits.clear();
    return game;
  }

  get #ctx() {
    return this.workspace.ctx;
  }

  step(most: number): number {
    return 1 + Math.floor(this.#chance() * most);
  }

  #pick<T>(list: readonly T[]): T | undefined {
    return list[Math.floor(this.#chance() * list.length)];
  }

  #text(word: string): string {
    this.#serial += 1;
    return `${word} ${this.#serial}`;
  }

  /** A value that nobody has given before. */
  #value(field: string): string {
    if (field === "employees") return this.#text("").trim();
    return field === "phone" ? this.#text("+49 30 5550").replace(/ (\d+)$/, "$1") : this.#text(field);
  }

  #note(edit: EditMade): void {
    this.#edits.set(`${edit.side} ${edit.kind} ${edit.id} ${edit.field}`, edit);
  }

  async #createHere(): Promise<void> {
    const name = this.#text("Works");
    await accountOperations.create(this.#ctx, { name, ownerId: null });
    await contactOperations.create(this.#ctx, { firstName: "Ana", lastName: this.#text("Ortiz"), ownerId: null });
  }

  #createThere(): void {
    const { edit } = this.trial;
    edit.create(this.workspace.portal, "companies", { name: this.#text("Ports") });
    edit.create(this.workspace.portal, "contacts", { firstname: "Cem", lastname: this.#text("Kaya") });
  }

  /** Changes that people make on both sides. */
  async edit(): Promise<void> {
    if (this.#chance() < 0.4) await this.#createHere();
    if (this.#chance() < 0.4) this.#createThere();
    for (let made = 0; made < 3; made++) {
      await this.#editHere();
      this.editThere();
    }
  }

  async #editHere(): Promise<void> {
    const kind = this.#pick(kindNames) ?? "account";
    const field = this.#pick(Object.keys(kinds[kind].fields)) ?? "";
    const value = this.#value(field);
    const where = { where: { archivedAt: null }, orderBy: { id: "asc" }, select: { id: true, version: true } } as const;
    const rows =
      kind === "account" ? await this.#ctx.db.account.findMany(where) : await this.#ctx.db.contact.findMany(where);
    const row = this.#pick(rows);
    if (!row) return;
    const patch = { ...row, [field]: field === "employees" ? Number(value) : value };
    await (kind === "account" ? accountOperations : contactOperations).update(this.#ctx, patch as never);
    this.#note({ kind, id: row.id, side: "here", field, value });
  }

  /** Changes a record there; answers its kind and id. */
  editThere(): { entity: Kind; externalId: string } | null {
    const kind = this.#pick(kindNames) ?? "account";
    const { remote, fields } = kinds[kind];
    const field = this.#pick(Object.keys(fields)) ?? "";
    const id = this.#pick(this.trial.edit.all(this.workspace.portal, remote))?.id;
    if (id === undefined) return null;
    const value = this.#value(field);
    this.trial.edit.change(this.workspace.portal, remote, id, { [Reflect.get(fields, field)]: value });
    this.#note({ kind, id, side: "there", field, value });
    return { entity: kind, externalId: id };
  }

  /** Makes sure that a phase of the next run has work of its own. */
  async prepare(phase: KilledPhase): Promise<void> {
    const { db } = this.#ctx;
    if (phase === "retry") await db.syncProblem.updateMany({ data: { nextTryAt: new Date(0) } });
    if (phase === "gone") this.#archiveThere();
    if (phase === "hints") {
      const hint = this.editThere();
      const { connectionId } = this.workspace;
      if (hint)
        await db.syncInbox.create({ data: { ...hint, connectionId, key: this.#text("hint"), kind: "changed" } });
    }
    if (phase === "rest") {
      await this.#createHere();
      // As if the event of it had been missed: two minutes are looked at again.
      const eventCursor = eventIdAt(new Date(Date.now() + 121_000));
      await db.syncObject.updateMany({ data: { eventCursor } });
    }
  }

  #archiveThere(): void {
    const id = this.#pick(this.trial.edit.all(this.workspace.portal, "companies"))?.id;
    if (id !== undefined) this.trial.edit.archive(this.workspace.portal, "companies", id);
  }

  /** Everything is due, in full, and nothing stops it: as if the time for it had come. */
  async makeDue(): Promise<void> {
    const { ctx, connectionId } = this.workspace;
    await ctx.db.connectionBudget.deleteMany({});
    await ctx.db.syncLink.updateMany({ data: { writes: {} } });
    // As if the minute of a process that was killed were over.
    const data = { comparedAt: new Date(0), leasedUntil: new Date(0) };
    await ctx.db.syncObject.updateMany({ data });
    await runSyncNow(ctx, { connectionId });
  }

  /** The faults of both sides when they should be equal. */
  async faults(): Promise<string[]> {
    const faults = [...(await this.#unequal()), ...(await this.#lostEdits()), ...(await this.#quietWrites())];
    this.#edits.clear();
    return faults;
  }

  async #recordsHere(kind: Kind): Promise<Map<string, Record<string, unknown>>> {
    const rows =
      kind === "account"
        ? await this.#ctx.db.account.findMany({ where: { archivedAt: null } })
        : await this.#ctx.db.contact.findMany({ where: { archivedAt: null } });
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** Records that are on one side alone or twice on one, and fields that differ. */
  async #unequal(): Promise<string[]> {
    const faults: string[] = [];
    for (const kind of kindNames) {
      const { remote, fields } = kinds[kind];
      const here = await this.#recordsHere(kind);
      const there = new Map(this.trial.edit.all(this.workspace.portal, remote).map((one) => [one.id, one.properties]));
      const links = await this.#ctx.db.syncLink.findMany({ where: { object: { entity: kind }, state: "linked" } });
      const [ids, externalIds] = [links.map((one) => one.recordId), links.map((one) => one.externalId ?? "nowhere")];
      faults.push(
        ...apart(`${kind} here`, [...here.keys()], ids),
        ...apart(`${kind} there`, [...there.keys()], externalIds),
      );
      for (const { recordId, externalId, intentAt } of links) {
        if (intentAt) faults.push(`${kind} ${recordId} still waits to be sent`);
        for (const [field, property] of Object.entries(fields)) {
          const [ours, theirs] = [here.get(recordId)?.[field] ?? "", there.get(externalId ?? "")?.[property] ?? ""];
          if (String(ours) !== theirs) faults.push(`${kind} ${recordId} ${field}: ${ours} here, ${theirs} there`);
        }
      }
    }
    return faults;
  }

  /** Values that somebody gave which are neither kept nor named in the log. */
  async #lostEdits(): Promise<string[]> {
    const faults: string[] = [];
    const links = await this.#ctx.db.syncLink.findMany({ select: { recordId: true, externalId: true, state: true } });
    for (const { kind, id, side, field, value } of this.#edits.values()) {
      const link = links.find((one) => (side === "here" ? one.recordId : one.externalId) === id);
      const record = link && (await this.#recordsHere(kind)).get(link.recordId);
      // Deleted there while somebody changed it: the log says that it went into the archive.
      if (link?.state === "unlinked") continue;
      if (String(record?.[field] ?? "") === value) continue;
      const changes = await this.#ctx.db.syncChange.findMany({ where: { recordId: link?.recordId ?? id, field } });
      const isNamed = changes.some(({ from, to, lost }) => JSON.stringify([from, to, lost]).includes(value));
      if (!isNamed) faults.push(`${kind} ${id}: ${field} ${value} of ${side} was lost`);
    }
    return faults;
  }

  async #quietWrites(): Promise<string[]> {
    const { db } = this.#ctx;
    const count = async () => [
      this.trial.calls.counts().writes,
      await db.event.count({ where: { entity: { in: [...kindNames] } } }),
    ];
    const before = await count();
    await this.makeDue();
    await workAll(this.#ctx);
    const after = await count();
    return before.join() === after.join() ? [] : [`A quiet run wrote: ${before} before, ${after} after`];
  }
}

/** Ids that are in one of two lists alone, or twice in the second one. */
function apart(what: string, all: readonly string[], linked: readonly string[]): string[] {
  const [known, counted] = [new Set(all), new Set(linked)];
  return [
    ...all.filter((id) => !counted.has(id)).map((id) => `${what}: ${id} has no link`),
    ...linked.filter((id) => !known.has(id)).map((id) => `${what}: a link to ${id}, which is not there`),
    ...linked.filter((id, place) => linked.indexOf(id) !== place).map((id) => `${what}: ${id} is linked twice`),
  ];
}
