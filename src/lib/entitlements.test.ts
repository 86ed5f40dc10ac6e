import { addDays } from "date-fns";
import { describe, expect, test } from "vitest";
import { entitlementsAt, newSubscription, type Subscription } from "./entitlements";

const now = new Date("2026-11-22T12:00:00Z");
const at = (given: Partial<Subscription>, moment = now) =>
  entitlementsAt({ ...newSubscription(now), ...given }, moment);
const paid = (given: Partial<Subscription> = {}): Partial<Subscription> => ({
  plan: "professional",
  planVersion: "2026-11",
  interval: "month",
  state: "active",
  seats: 5,
  trialEndsAt: null,
  ...given,
});

describe("the plan that counts", () => {
  test("is the trial for 14 days to the millisecond, then Starter", () => {
    const last = new Date(addDays(now, 14).getTime() - 1);
    expect([at({}).plan, at({}).standing, at({}, last).plan]).toEqual(["trial", "trial", "trial"]);
    expect([at({}, addDays(now, 14)).plan, at({}, addDays(now, 14)).standing]).toEqual(["starter", "active"]);
    expect(at({}, addDays(now, 14)).readOnly).toBeNull();
  });

  test("is the one that is paid for, in every state in which Stripe still tries", () => {
    for (const state of ["active", "trialing", "past_due", "unpaid"] as const)
      expect(at(paid({ state })).plan, state).toBe("professional");
    for (const state of ["canceled", "none", "paused"] as const)
      expect(at(paid({ state })).plan, state).toBe("starter");
    expect(at(paid({ state: "incomplete", trialEndsAt: addDays(now, 3) }))).toMatchObject({
      plan: "trial",
      standing: "pending",
    });
  });

  test("an unpaid invoice: 14 days as before, then read-only, after 44 days Starter", () => {
    const facts = paid({ state: "past_due", pastDueSince: now });
    expect(at(facts, addDays(now, 13))).toMatchObject({ plan: "professional", standing: "past_due", readOnly: null });
    expect(at(facts, addDays(now, 14)).readOnly?.since).toEqual(addDays(now, 14));
    const later = at(facts, addDays(now, 44));
    expect([later.plan, later.standing, later.readOnly]).toEqual(["starter", "active", null]);
  });

  test("an override counts until its end, and the version that was bought stays", () => {
    const override = (endsAt: Date) => ({ overrides: [{ key: "plan", value: "enterprise", endsAt }] });
    expect(at(override(addDays(now, 1))).plan).toBe("enterprise");
    expect(at(override(now)).plan).toBe("trial");
    const limit = { overrides: [{ key: "limit:pipelines", value: 12, endsAt: addDays(now, 1) }] };
    expect([at(limit).limit("pipelines"), at(limit, addDays(now, 1)).limit("pipelines")]).toEqual([12, 10]);
    expect(at(paid({ planVersion: "1999-01" })).limit("seats")).toBe(25);
  });
});

describe("modules", () => {
  test("only those with code are on; the core cannot be switched off", () => {
    const off = { modules: [{ module: "crm-core", enabled: false, trialEndsAt: null, limits: {} }] };
    expect([at(off).has("crm-core"), at(off).has("platform"), at({}).has("white-label")]).toEqual([true, true, false]);
  });

  test("are allowed by the plan, as an add-on, in their trial or by an override", () => {
    const trial = (trialEndsAt: Date) => [{ module: "pmo", enabled: true, trialEndsAt, limits: {} }];
    expect(at(paid()).allows("pmo")).toBe(false);
    expect(at(paid({ addOns: ["pmo"] })).allows("pmo")).toBe(true);
    expect(at(paid({ modules: trial(addDays(now, 1)) })).allows("pmo")).toBe(true);
    expect(at(paid({ modules: trial(now) })).allows("pmo")).toBe(false);
    expect(at({ trialEndsAt: null, addOns: ["pmo"] }).allows("pmo")).toBe(false);
    const refused = { overrides: [{ key: "module:pmo", value: false, endsAt: addDays(now, 1) }] };
    expect(at(paid({ plan: "enterprise", ...refused })).allows("pmo")).toBe(false);
    expect(at(paid({ plan: "enterprise" })).allows("pmo")).toBe(true);
  });

  test("have a tenth of their limits in a trial, and a workspace's own where it has some", () => {
    const own = { modules: [{ module: "pmo", enabled: true, trialEndsAt: null, limits: { projects: 70 } }] };
    expect(at({}).moduleLimit("pmo", "projects")).toBe(5);
    expect(at(paid({ addOns: ["pmo"] })).moduleLimit("pmo", "projects")).toBe(50);
    expect(at(paid({ addOns: ["pmo"], ...own })).moduleLimit("pmo", "projects")).toBe(70);
    expect(at(paid()).moduleLimit("white-label", "domains")).toBeNull();
  });
});
