import { newPortal } from "@/local/providers/hubspot/portals";
import type { Stage } from "./stage";
import type { Workspace } from "./workspace";

/** A portal that a workspace is connected to. */
export type Portal = {
  /** A request of the connection: "rehearsals", "start". */
  ask(what: string, body?: unknown): Promise<void>;
  /** The states of its objects. */
  states(): Promise<string[]>;
  /** The number of records that the last rehearsal would create there. */
  createdThere(): Promise<number>;
  recordsHere(): Promise<number>;
  calls(): { all: number; refused: number; writes: number };
};

const PORTAL = 70_001;
type Shown = { state: string; rehearsal: { counts: { createdThere: number } } | null };

/** Fills a portal with so many companies and contacts, and connects a workspace to it as the consent page does. */
export async function connectPortal(stage: Stage, workspace: Workspace, records: number): Promise<Portal> {
  const { hubspot } = stage.providers;
  const { crm } = hubspot;
  if (!crm.portal(PORTAL)) crm.putPortal(newPortal({ id: PORTAL, name: "Drill", domain: "drill.example" }));
  const companies = Math.floor(records * 0.4);
  fill(stage, companies, records - companies);
  const refused = countRefused(stage);
  const { sealed } = await import("@/modules/hub/connections/operations/sealed");
  const grant = hubspot.grant(PORTAL);
  const { db, tenant } = workspace.firm.ctx;
  const { id } = await db.connection.create({
    data: { provider: "hubspot", accountId: String(PORTAL), accountName: "Drill", scopes: [] },
    select: { id: true },
  });
  const row = { tenantId: tenant.id, id };
  await db.connectionSecret.create({
    data: {
      connectionId: id,
      accessToken: sealed(row, "accessToken", crm.grants.accessFor(grant).token),
      refreshToken: sealed(row, "refreshToken", grant.refreshToken),
      expiresAt: new Date(Date.now() + 1_800_000),
    },
  });
  const { askAt } = await import("@/server/workflows/due-work");
  const { hintedJob } = await import("@/modules/hub/connections/rules");
  await askAt(tenant.id, [hintedJob], new Date());
  const objects = async (): Promise<Shown[]> => {
    const { data } = await workspace.rest.ask({ method: "GET", path: `/connections/${id}/objects` });
    return data as unknown as Shown[];
  };
  return {
    async ask(what, body) {
      const path = `/connections/${id}/${what}`;
      const { status, text } = await workspace.rest.ask({ method: "POST", path, ...(body ? { body } : {}) });
      if (status >= 300) throw new Error(`${what} was refused: ${status} ${text}`);
    },
    states: async () => (await objects()).map(({ state }) => state),
    createdThere: async () =>
      (await objects()).reduce((sum, { rehearsal }) => sum + (rehearsal?.counts.createdThere ?? 0), 0),
    recordsHere: async () => await db.syncLink.count({ where: { createdIn: { not: null } } }),
    calls: () => {
      const { all, writes } = crm.calls.counts();
      return { all, writes, refused: refused() };
    },
  };
}

function fill({ providers, chance }: Stage, companies: number, contacts: number): void {
  const ids = Array.from({ length: companies }, (_, place) => String(100_000 + place));
  const people = Array.from({ length: contacts }, (_, place) => String(500_000 + place));
  providers.hubspot.seed(PORTAL, {
    companies: ids.map((id) => ({
      id,
      properties: { name: `Works ${id}`, domain: `works${id}.example`, industry: "BANKING", city: "Lund", phone: id },
    })),
    contacts: people.map((id) => ({
      id,
      properties: { firstname: "Ana", lastname: `Ortiz ${id}`, email: `ana${id}@drill.example`, jobtitle: "Buyer" },
    })),
    associations: people.map((id) => ["contacts", id, "companies", chance.helpers.arrayElement(ids), true]),
  });
}

/** Counts the answers with 429 from now on. */
function countRefused({ providers }: Stage): () => number {
  const { calls } = providers.hubspot.crm;
  const asked = calls.asked.bind(calls);
  let count = 0;
  calls.asked = (name, call) => {
    if (call.status === 429) count += 1;
    asked(name, call);
  };
  return () => count;
}
