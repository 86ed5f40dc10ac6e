import type { Findings } from "../check";
import type { Screen } from "../stage/screen";
import { Screens } from "../stage/screens";
import type { Stage } from "../stage/stage";
import { makeOpportunities, makeWorkspace } from "../stage/workspace";

const CONVERGED_WITHIN_S = 5;
const OPPORTUNITIES = 12;

/**
 * Two people move cards of one board at the same time, each according to their own screen, and end with the same
 * order.
 */
export async function movingTogether(stage: Stage, findings: Findings): Promise<void> {
  const { channels, database, scale, chance } = stage;
  const workspace = await makeWorkspace(stage);
  await makeOpportunities(workspace, OPPORTUNITIES);
  const screens = await Screens.open(stage, workspace, { count: 2, port: channels.port });
  try {
    const end = performance.now() + scale.movingMs;
    const made = await Promise.all(screens.all.map((screen) => moveOn(screen, end)));
    findings.atLeast("moves of each of the two", 5, Math.min(...made.map(({ moves }) => moves)));
    findings.same(
      "refusals for another reason than a move of the other",
      "",
      made.flatMap(({ odd }) => odd).join("; "),
    );
    await findings.soon("both show the order of the database", CONVERGED_WITHIN_S, screens.upToDate());
    const moves = made.reduce((sum, { moves: each }) => sum + each, 0);
    const events = `select count(*) from events where tenant_id = $1 and name in ('opportunity.stageChanged', 'opportunity.ranked')`;
    findings.same(
      "events of moves, one for each that was made",
      moves,
      await database.number(events, [workspace.tenantId]),
    );
  } finally {
    screens.close();
  }

  /** One person: moves a card that they see behind another one that they see. */
  async function moveOn(screen: Screen, end: number): Promise<{ moves: number; odd: string[] }> {
    const odd: string[] = [];
    let moves = 0;
    while (performance.now() < end) {
      const cards = screen.board?.columns.flatMap((column) => column.cards) ?? [];
      const [card, other] = chance.helpers.arrayElements(cards, 2);
      if (!card || !other) throw new Error("The board shows fewer than two cards.");
      const { id, version } = card;
      try {
        const moved = await screen.trpc.opportunities.move.mutate({
          id,
          version,
          stageId: other.stageId,
          after: other.id,
        });
        if (moved.version !== version) moves += 1;
      } catch (error) {
        const { message = "", data } = error as { message?: string; data?: { httpStatus?: number } };
        if (data?.httpStatus !== 409) odd.push(`${data?.httpStatus} ${message}`);
      }
      await screen.refresh();
    }
    return { moves, odd };
  }
}
