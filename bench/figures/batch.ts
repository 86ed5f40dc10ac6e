import { type Figure, judge, median, rounded } from "../figure";
import { callerHeaders } from "../load/ask";
import { inTurns, type Target, trpcTarget } from "../load/load";
import type { Stage } from "../stage";

const PROCEDURE = "contacts.get";
const CALLS = 10;

/** P22: ten procedures in one request, as the browser batches them, compared with one of them. */
export async function batchFigures(stage: Stage, asks = 200): Promise<Figure[]> {
  const { rows } = await stage.superuser.query<{ id: string }>(
    "select id from contacts where tenant_id = $1 and archived_at is null order by id limit $2",
    [stage.person.tenantId, CALLS],
  );
  const ids = rows.map(({ id }) => id);
  if (ids.length < CALLS) throw new Error(`The data has fewer than ${CALLS} contacts.`);
  const batch = batchTarget(stage, ids);
  await requireAll(batch, ids);
  const taken = await inTurns({ batch, one: trpcTarget(stage, PROCEDURE, { id: ids[0] }) }, asks);
  return [
    judge({
      id: "P22",
      name: `a batch of ${CALLS} procedures, median`,
      value: median(taken.batch),
      unit: "ms",
      baseline: median(taken.one),
      note: `${CALLS} times ${PROCEDURE}, ${rounded(median(taken.batch) / CALLS)} ms each; baseline is one of them, ${asks} requests in turns`,
      bar: { of: "ratio", is: "at most", must: 4, stretch: 2.5 },
    }),
  ];
}

/** The request of the browser's link, which streams each answer as soon as it is there. */
function batchTarget(stage: Stage, ids: readonly string[]): Target {
  const input = Object.fromEntries(ids.map((id, place) => [place, { id }]));
  const names = ids.map(() => PROCEDURE).join(",");
  return {
    url: `${stage.app.url}/api/trpc/${names}?batch=1&input=${encodeURIComponent(JSON.stringify(input))}`,
    headers: { ...callerHeaders(stage), "trpc-accept": "application/jsonl" },
  };
}

/** A batch answers 200 or 207 also when a procedure in it is refused, which must not count as speed. */
async function requireAll({ url, headers }: Target, ids: readonly string[]): Promise<void> {
  const response = await fetch(url, { headers });
  const text = await response.text();
  const missing = ids.filter((id) => !text.includes(`"id":"${id}"`));
  if (!response.ok || missing.length > 0)
    throw new Error(
      `The batch was answered with ${response.status}, without ${missing.length} records: ${text.slice(0, 400)}`,
    );
}
