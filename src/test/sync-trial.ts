import type { ValueStep } from "@/lib/value-steps/steps";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { workObject } from "@/modules/hub/sync/operations/run";
import { areSameThere, ourHash } from "@/modules/hub/sync/operations/value-hash";
import { loadWork } from "@/modules/hub/sync/operations/work";
import { createCustomField } from "@/modules/platform/data/custom-fields/operations/write-field";
import { tenantById } from "@/server/access";
import type { Ctx } from "@/server/context";
import type { ObjectDeclaration, Partners, Value } from "@/server/sync/object";
import { type ProviderClient, type RemoteField, registerProviders } from "@/server/sync/provider";
import type { Props } from "@/server/sync/snapshot";
import { firstId } from "@/server/unknown-id";
import { type Manners, plainPair, SimulatedCrm, simulatedProvider } from "./simulated-crm";

/** Numbers from 0 to 1, the same for a seed. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const lower = (value: string) => value.trim().toLowerCase();

export const testObject: ObjectDeclaration = {
  entity: "account",
  remote: "companies",
  labels: { ours: "Accounts", theirs: "companies" },
  batch: 100,
  importSource: "testcrm",
  keys: [["name"]],
  pairs: [
    plainPair("name", "name", (value) => value.trim()),
    plainPair("industry", "industry", lower),
    plainPair("employees", "employees", undefined, true),
    plainPair("phone", "phone"),
  ],
};

/** Normalising manners of one service, and the coarse ones of another. */
export const manners: Readonly<Record<"normalising" | "coarse", Manners>> = {
  normalising: {
    // Nobody has declared how it rounds.
    keeps: {
      name: (value) => value.trim(),
      industry: lower,
      country: (value) => value.trim(),
      minutes: (value) => String(Math.round(Number(value))),
      employees: (value) => String(Math.round(Number(value) / 10) * 10),
    },
    lag: 3,
    resolutionMs: 1,
    overlap: 5,
    saysWriter: true,
  },
  coarse: {
    keeps: { name: (value) => value.trim(), industry: lower, label: (value) => value.trim() },
    lag: 2,
    resolutionMs: 5_000,
    overlap: 10,
    saysWriter: false,
  },
};

export const testProvider = simulatedProvider("simulated", [testObject]);

interface Stepped {
  kind: "text" | "number";
  remote: string;
  direction: "in" | "out" | "both";
  conflict: "newest" | "ours";
  steps: readonly ValueStep[];
}

const trim: ValueStep = { kind: "trim" };
/** Fields of the workspace whose values are changed on the way, by their keys. */
const stepped: Readonly<Record<string, Stepped>> = {
  market: {
    kind: "text",
    remote: "country",
    direction: "both",
    conflict: "newest",
    steps: [
      trim,
      {
        kind: "lookup",
        pairs: [
          { ours: "Germany", theirs: "DE" },
          { ours: "Austria", theirs: "AT" },
          { ours: "Germany", theirs: "GER" },
        ],
        others: "leave",
      },
    ],
  },
  effort: {
    kind: "number",
    remote: "minutes",
    direction: "both",
    conflict: "ours",
    steps: [{ kind: "unit", act: "divide", by: "60" }],
  },
  batch: {
    kind: "text",
    remote: "code",
    direction: "in",
    conflict: "newest",
    steps: [trim, { kind: "case", to: "upper" }],
  },
  marker: {
    kind: "text",
    remote: "label",
    direction: "out",
    conflict: "newest",
    steps: [trim, { kind: "case", to: "lower" }],
  },
};

const described = Object.values(stepped).map(
  ({ remote, kind: type }): RemoteField => ({
    ...{ name: remote, label: remote, type, options: [], isReadOnly: false, isRequired: false },
  }),
);

/** The context with the custom fields that `stepped` names. */
export async function withSteppedFields(ctx: Ctx): Promise<Ctx> {
  for (const [label, { kind }] of Object.entries(stepped))
    await createCustomField(ctx, {
      entity: "account",
      kind,
      label,
      ...(kind === "number" ? { settings: { decimals: 2 } } : {}),
    });
  const tenant = await tenantById(ctx.tenant.id);
  return { ...ctx, tenant: { ...ctx.tenant, ...(tenant ? { custom: tenant.custom } : {}) } };
}

/** A connection with one object whose fields have a rule each. */
export async function connectTrial(ctx: Ctx): Promise<string> {
  registerProviders([testProvider]);
  const { id: connectionId } = await ctx.db.connection.create({
    data: { provider: testProvider.key, accountId: "1", accountName: "Test", scopes: [] },
    select: { id: true },
  });
  const { id: objectId } = await ctx.db.syncObject.create({
    data: { connectionId, entity: "account", state: "live", described: described.map((field) => ({ ...field })) },
    select: { id: true },
  });
  const rules = { name: "newest", industry: "ours", employees: "theirs", phone: "newest" };
  const plain = testObject.pairs.map(({ field, remote }, position) => ({
    ...{ objectId, field, remote: [...remote], position },
    conflict: rules[field as keyof typeof rules],
  }));
  const changed = Object.entries(stepped).map(([key, { remote, direction, conflict, steps }], place) => ({
    ...{ objectId, field: `custom.${key}`, remote: [remote], position: plain.length + place, direction, conflict },
    transform: { steps: steps.map((step) => ({ ...step })) },
  }));
  await ctx.db.syncField.createMany({ data: plain });
  await ctx.db.syncField.createMany({ data: changed });
  return objectId;
}

const noPartners: Partners = {
  recordOf: () => undefined,
  externalOf: () => undefined,
  memberOf: () => undefined,
  personOf: () => undefined,
  optionHere: () => undefined,
  optionThere: () => undefined,
  timeZone: "UTC",
  currency: "EUR",
};

export interface TrialResult {
  /** Fields that differ between linked records in the end, and records that are on one side alone. */
  diverged: string[];
  /** The same before records are compared in full: changes that no run has seen. */
  missed: string[];
  /** Writes of runs in which nothing had changed. */
  quietWrites: number;
  /** Values written on our side that were there by our own write alone. */
  cameBack: number;
  /** Records there that stand for one record here twice. */
  doubled: number;
  edits: number;
}

export interface Trial {
  seed: number;
  manners: Manners;
  ticks: number;
  /** How often a run ends right after a write there. */
  kills?: number;
  /** Takes one of the four parts away. */
  spoil?: {
    client?(client: ProviderClient): ProviderClient;
    afterKill?(ctx: Ctx, objectId: string): Promise<void>;
  };
}

class Killed extends Error {}

const countries = ["DE", "AT", " DE ", "GER", "FR", "Germany"];
const words = ["Alder ", "Birch", " CEDAR", "Dogwood Partners", "elm", "Fir"];
type Kind = "first" | "changes" | "compare";

/** Random edits on both sides while runs are killed at random; then quiet full compares. */
export async function playTrial(given: Ctx, trial: Trial): Promise<TrialResult> {
  const ctx = await withSteppedFields(given);
  const game = new Game(ctx, trial, await connectTrial(ctx));
  return await game.play(trial.ticks);
}

class Game {
  readonly #chance: () => number;
  readonly #crm: SimulatedCrm;
  readonly #result: TrialResult = { diverged: [], missed: [], quietWrites: 0, cameBack: 0, doubled: 0, edits: 0 };
  #quiet = false;
  #calls = 0;

  constructor(
    readonly ctx: Ctx,
    readonly trial: Trial,
    readonly objectId: string,
  ) {
    this.#chance = random(trial.seed);
    this.#crm = new SimulatedCrm({ ...trial.manners });
  }

  async play(ticks: number): Promise<TrialResult> {
    const result = this.#result;
    for (let made = 0; made < 3; made++)
      this.#crm.create({ name: `There ${made}`, industry: this.#word(), phone: this.#phone() });
    for (let made = 0; made < 3; made++)
      await accountOperations.create(this.ctx, { name: `Here ${made}`, industry: this.#word().trim() });
    await this.#run("first");
    for (let tick = 0; tick < ticks; tick++) {
      const sides = this.#chance();
      if (sides < 0.45) await this.#editHere();
      if (sides > 0.35 && sides < 0.85) this.#editThere();
      if (this.#chance() < 0.6) await this.#run("changes");
    }
    this.#quiet = true;
    // Lists show everything when nobody acts any more.
    this.#crm.manners.lag = 0;
    for (let pass = 0; pass < 3; pass++) await this.#run("changes");
    result.missed = await differences(this.ctx, this.#crm, this.objectId);
    for (let pass = 0; pass < 3; pass++) await this.#run("compare");
    const settled = this.#crm.writes;
    for (const kind of ["changes", "compare", "changes"] as const) await this.#run(kind);
    result.quietWrites = this.#crm.writes - settled;
    result.diverged = await differences(this.ctx, this.#crm, this.objectId);
    const links = await this.ctx.db.syncLink.findMany({
      where: { objectId: this.objectId },
      select: { externalId: true },
    });
    result.doubled = this.#crm.entries.size - new Set(links.map(({ externalId }) => externalId)).size;
    return result;
  }

  #word = (): string => `${words[Math.floor(this.#chance() * words.length)]}${Math.floor(this.#chance() * 90)}`;
  #phone = (): string => `+4930${1_000_000 + Math.floor(this.#chance() * 8_999_999)}`;
  #number = (): number => Math.floor(this.#chance() * 5_000);
  #country = (): string => countries[Math.floor(this.#chance() * countries.length)] ?? "";

  #kill(probability: number): void {
    if (!this.#quiet && this.#chance() < probability) throw new Killed();
  }

  #client(): ProviderClient {
    const plain = this.#crm.client();
    const risky: ProviderClient = {
      ...plain,
      write: async (...args) => {
        const answers = await plain.write(...args);
        this.#kill(this.trial.kills ?? 0.08);
        return answers;
      },
    };
    return this.trial.spoil?.client?.(risky) ?? risky;
  }

  async #run(kind: Kind): Promise<void> {
    const { ctx, objectId } = this;
    const before = await lastChange(ctx);
    const now = () => {
      this.#calls += 1;
      // Asked inside the transactions of a run: some of them are undone.
      if (this.#calls % 3 === 0) this.#kill(0.03);
      return new Date();
    };
    const people = { memberOf: new Map(), personOf: new Map() };
    const given = { objectId, kind, client: this.#client(), people, ms: 60_000, now };
    try {
      while ((await workObject(ctx, given)) === true);
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      await this.trial.spoil?.afterKill?.(ctx, objectId);
    }
    this.#result.cameBack += await ownBack(ctx, this.#crm, objectId, before);
  }

  async #editHere(): Promise<void> {
    const rows = await this.ctx.db.account.findMany({ orderBy: { id: "asc" }, select: { id: true, version: true } });
    const row = rows[Math.floor(this.#chance() * rows.length)];
    if (!row) return;
    const patches = [
      () => ({ name: this.#word().trim() }),
      () => ({ industry: this.#word().trim() }),
      () => ({ employees: this.#number() }),
      () => ({ phone: this.#phone() }),
      () => ({ custom: { market: this.#country().trim() } }),
      () => ({ custom: { effort: this.#number() / 100 } }),
      () => ({ custom: { marker: `${this.#word().trim()}  x` } }),
    ];
    await accountOperations.update(this.ctx, { ...row, ...patches[Math.floor(this.#chance() * patches.length)]?.() });
    this.#result.edits += 1;
  }

  #editThere(): void {
    const ids = [...this.#crm.entries.keys()];
    const id = ids[Math.floor(this.#chance() * ids.length)];
    if (id === undefined) return;
    const edits: (() => Props)[] = [
      () => ({ name: this.#word() }),
      () => ({ industry: this.#word() }),
      () => ({ employees: String(this.#number()) }),
      () => ({ phone: this.#phone() }),
      () => ({ country: this.#country() }),
      () => ({ minutes: String(this.#number()) }),
      () => ({ code: this.#word() }),
    ];
    this.#crm.edit(id, edits[Math.floor(this.#chance() * edits.length)]?.() ?? {});
    this.#result.edits += 1;
  }
}

const lastChange = async (ctx: Ctx): Promise<string> =>
  (await ctx.db.syncChange.findFirst({ orderBy: { id: "desc" }, select: { id: true } }))?.id ?? firstId;

/** Values that a run wrote on our side although only our own writes had put them there. */
async function ownBack(ctx: Ctx, crm: SimulatedCrm, objectId: string, after: string): Promise<number> {
  const changes = await ctx.db.syncChange.findMany({
    where: { id: { gt: after }, direction: "in", field: { not: null } },
  });
  const { pairs } = await loadWork(ctx, objectId, objectId);
  return changes.filter(({ externalId, field, to }) => {
    const pair = pairs.find((one) => one.field === field);
    const [remote = ""] = pair?.remote ?? [];
    const gives = (text: string | null) => {
      const read = pair?.toOurs({ [remote]: text }, noPartners);
      return read !== undefined && "value" in read && ourHash(read.value) === ourHash(to as Value);
    };
    return crm.isOnlyOurs(externalId ?? "", remote, gives);
  }).length;
}

async function differences(ctx: Ctx, crm: SimulatedCrm, objectId: string): Promise<string[]> {
  const work = await loadWork(ctx, objectId, objectId);
  const links = await ctx.db.syncLink.findMany({
    where: { objectId, state: "linked" },
    select: { recordId: true, externalId: true },
  });
  const found: string[] = [];
  for (const { recordId, externalId } of links) {
    const record = await accountOperations.get(ctx, { id: recordId });
    const props = crm.now(externalId ?? "")?.props ?? {};
    for (const pair of work.pairs) {
      const out = pair.toTheirs(pair.read(record as never), noPartners);
      const back = pair.toOurs(props, noPartners);
      const kept = "props" in out ? crm.kept(out.props) : {};
      const isSame =
        areSameThere(kept, props, pair.remote) ||
        ("value" in back && ourHash(back.value) === ourHash(pair.read(record as never)));
      if (!isSame)
        found.push(
          `${pair.field}: ${JSON.stringify(pair.read(record as never))} here, ${JSON.stringify(props[pair.remote[0] ?? ""])} there`,
        );
    }
  }
  return found;
}
