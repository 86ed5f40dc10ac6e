import type { Grant } from "../../oauth/grants";
import type { Calls } from "../calls";
import type { Clock } from "../clock";
import { type Fault, Faults } from "../faults";
import type { Journal } from "../journal";
import { Api } from "./api";
import { Crm, type Keys, type Settings } from "./crm";
import { Edit } from "./edit";
import { SCOPES } from "./portals";
import { Refusal } from "./refusal";
import { fill, type Seed, type Seeded } from "./seed";
import { type Target, Webhooks, type WebhookTiming } from "./webhooks";

/** Limits of an app for each portal, and a lag as the search of HubSpot has it. */
const SETTINGS: Settings = {
  lagMs: 1_500,
  limits: { tenSeconds: 110, day: 250_000, searches: 5 },
  badInput: "partial",
};

type Options = {
  journal: Journal;
  clock: Clock;
  calls: Calls;
  keys: Keys;
  url: string;
  target: Target | undefined;
  timing: WebhookTiming;
  settings?: Partial<Settings>;
};

/** HubSpot on this machine: its portals and what can be done with them beside the API. */
export class HubSpot {
  readonly crm: Crm;
  readonly faults: Faults;
  readonly edit: Edit;
  readonly webhooks: Webhooks;
  readonly api: Api;

  constructor({ journal, clock, calls, keys, url, target, timing, settings }: Options) {
    this.faults = new Faults((fault) => this.#happens(fault));
    const limits = { ...SETTINGS.limits, ...settings?.limits };
    const parts = { journal, clock, calls, keys, faults: this.faults };
    this.crm = new Crm({ ...parts, settings: { ...SETTINGS, ...settings, limits } });
    this.edit = new Edit(this.crm);
    this.webhooks = new Webhooks(this.crm, { target, timing, kept: journal.table("hubspot/webhooks") });
    this.crm.report = (change) => this.webhooks.report(change);
    this.api = new Api(this.crm, url);
  }

  /** Fills a portal at once. */
  seed(portal: number, given: Seed | Record<string, unknown>): Seeded {
    const found = this.crm.portal(portal);
    if (!found) throw Refusal.missing(`There is no portal ${portal}.`);
    return fill(this.crm, found, given);
  }

  /** The consent of a portal, as if a person had allowed it. */
  grant(portal: number, scopes: string[] = SCOPES): Grant {
    const found = this.crm.portal(portal);
    if (!found) throw Refusal.missing(`There is no portal ${portal}.`);
    return this.crm.grants.grant({ account: String(portal), user: found.user, scopes });
  }

  /** Removes what a portal has, or all there is. */
  reset(portal?: number): void {
    this.crm.clear(portal);
    if (portal !== undefined) return;
    this.crm.calls.reset();
    this.faults.reset();
    this.crm.clock.release();
    this.api.limits.reset();
  }

  /** Does a fault that is for no request. */
  #happens(fault: Fault): boolean {
    const { grants, clock } = this.crm;
    if (fault.kind === "token dead") grants.expireAll(fault.account);
    else if (fault.kind === "refresh dead") grants.revokeAll(fault.account);
    else if (fault.kind === "scope missing") grants.withoutScope(fault.scope, fault.account);
    else if (fault.kind === "stale") this.crm.staleUntil = clock.now() + fault.seconds * 1_000;
    else return false;
    return true;
  }
}
