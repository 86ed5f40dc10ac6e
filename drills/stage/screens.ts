import { until } from "../until";
import type { Screen } from "./screen";
import { signIn } from "./session";
import type { Stage } from "./stage";
import type { Workspace } from "./workspace";

const PATIENCE_MS = 180_000;

type Member = { email: string; memberId: string };

/** Tabs of some members in turns, by default the owner and the colleague, all at the board and subscribed. */
export class Screens {
  private constructor(
    private readonly stage: Stage,
    private readonly workspace: Workspace,
    readonly all: Screen[],
  ) {}

  /** Returns when all of them are subscribed and show the board. `port` is that of the channels server. */
  static async open(
    stage: Stage,
    workspace: Workspace,
    { count, port, of = [workspace.owner, workspace.colleague] }: { count: number; port: number; of?: Member[] },
  ): Promise<Screens> {
    // Loaded late: server code must not take this process for a browser.
    const { Screen } = await import("./screen");
    const people = await Promise.all(
      of.map(async ({ email, memberId }) => ({
        memberId,
        session: await signIn(stage, email),
      })),
    );
    const screens = new Screens(stage, workspace, []);
    try {
      for (let opened = 0; opened < count; opened++) {
        const person = people[opened % people.length];
        if (person) screens.all.push(new Screen(stage, { workspace, port, ...person }));
      }
      await screens.upToDate();
      return screens;
    } catch (error) {
      screens.close();
      throw error;
    }
  }

  /** The number of tabs that are not subscribed, or differ from the database. */
  async behind(): Promise<number> {
    const wanted = await boardInDatabase(this.stage, this.workspace);
    return this.all.filter(({ shown, listening }) => !listening || shown !== wanted).length;
  }

  /** Milliseconds until all of them match the database. */
  upToDate(): Promise<number> {
    const all = this.all.length;
    return until(`all ${all} tabs show what the database has`, PATIENCE_MS, async () => (await this.behind()) === 0);
  }

  close(): void {
    for (const screen of this.all) screen.close();
  }
}

/** The database's data, in the form of a screen. */
async function boardInDatabase({ database }: Stage, { openStages, tenantId }: Workspace): Promise<string> {
  const rows = await database.query<{ id: string; stage: string; version: number }>(
    `select id, stage_id as stage, version from opportunities
     where tenant_id = $1 and archived_at is null order by rank, id`,
    [tenantId],
  );
  const cardsOf = (stage: string) => rows.filter((row) => row.stage === stage).map(({ id, version }) => [id, version]);
  return JSON.stringify(openStages.map((stage) => [stage, cardsOf(stage)]));
}
