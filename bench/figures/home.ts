import { monthStart } from "@/lib/tiles";
import { dayLater, localDay } from "@/lib/working-time";
import { type Figure, judge, median, rounded } from "../figure";
import type { Stage } from "../stage";
import { callerIn } from "./hot-shapes";

/** The figures of Home, in this process with the app's own code, beside the same sums in SQL by hand and without policies. */
export async function homeFigures(stage: Stage, calls = 30): Promise<Figure[]> {
  const api = await callerIn(stage);
  const { tenantId } = stage.person;
  const { today } = await api.home.tile({ tile: "won" });
  const months = [0, 1, 2, 3, 4, 5, 6].map((later) => monthStart(today, later));
  const year = `${localDay(new Date(), "UTC").slice(0, 4)}-01-01`;
  const open = "from opportunities o join stages s on s.tenant_id = o.tenant_id and s.id = o.stage_id";
  const sums = `currency, count(*), sum(amount_minor), sum(amount_minor * coalesce(o.probability, s.probability) / 100) ${open}`;
  const asked: Record<string, { sql: string; values: unknown[] }> = {
    pipeline: {
      sql: `select stage_id, ${sums} where o.tenant_id = $1 and status = 'open' and o.archived_at is null group by 1, 2`,
      values: [tenantId],
    },
    won: {
      sql: `select actual_close_date, currency, count(*), sum(amount_minor) from opportunities
        where tenant_id = $1 and status = 'won' and archived_at is null
          and (actual_close_date between $2 and $3 or actual_close_date between $4 and $5) group by 1, 2`,
      values: [
        tenantId,
        monthStart(today, -1),
        dayLater(monthStart(today, 1), -1),
        monthStart(today, -12),
        dayLater(monthStart(today, -11), -1),
      ],
    },
    forecast: {
      sql: `select width_bucket(expected_close_date, $2::date[]), ${sums}
        where o.tenant_id = $1 and status = 'open' and o.archived_at is null group by 1, 2`,
      values: [tenantId, months],
    },
    outcome: {
      sql: `select owner_id, status, currency, count(*), sum(amount_minor), avg(actual_close_date - e.entered_at::date)
        from opportunities o left join stage_entries e
          on e.tenant_id = o.tenant_id and e.opportunity_id = o.id and e.sequence = 1
        where o.tenant_id = $1 and status in ('won', 'lost') and o.archived_at is null and actual_close_date >= $2
        group by 1, 2, 3`,
      values: [tenantId, year],
    },
  };
  const figures: Figure[] = [];
  for (const [tile, { sql, values }] of Object.entries(asked)) {
    // In turns: other work on the machine slows all of them. Each call looks up its session, however large the tables are.
    const [value, byHand, anyCall] = await mediansOf(calls, [
      () => api.home.tile({ tile }),
      () => stage.superuser.query(sql, values),
      () => api.followUps.settings({}),
    ]);
    figures.push(
      judge({
        id: "home",
        name: `${tile}, median`,
        value,
        baseline: byHand + anyCall,
        unit: "ms",
        note: `baseline is the same SQL by hand, ${rounded(byHand)} ms, and a call that reads one row`,
        bar: { of: "ratio", is: "at most", must: 3, stretch: 1.5 },
      }),
    );
  }
  return figures;
}

type Three = [number, number, number];

/** The median time of each of three calls, which take turns. */
async function mediansOf(times: number, calls: [Call, Call, Call]): Promise<Three> {
  const taken: [number[], number[], number[]] = [[], [], []];
  for (let turn = -3; turn < times; turn++)
    for (const [place, call] of calls.entries()) {
      const began = performance.now();
      await call();
      // The first ones plan and warm up.
      if (turn >= 0) taken[place]?.push(performance.now() - began);
    }
  return taken.map(median) as Three;
}

type Call = () => Promise<unknown>;
