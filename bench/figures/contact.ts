import { signIn } from "../data/sign-in";
import { type Figure, judge, rounded } from "../figure";
import { callerHeaders } from "../load/ask";
import { bareServer, sameAnswer } from "../load/bare";
import { emptyTarget, sideBySide, type Turns, trpcTarget } from "../load/load";
import type { Stage } from "../stage";

const usual: Turns = { connections: 32, seconds: 3, rounds: 3 };
/** More than one: a caller with that many requests waiting would be slowed down on purpose. */
const CALLERS = 4;

/** P1: a contact by its id through tRPC, compared with the empty route and the same work without a framework. */
export async function contactFigures(stage: Stage, turns = usual): Promise<Figure[]> {
  const { rows } = await stage.superuser.query<{ id: string }>(
    "select id from contacts where tenant_id = $1 and archived_at is null and account_id is not null order by id limit 1",
    [stage.person.tenantId],
  );
  const [contact] = rows;
  if (!contact) throw new Error("The data has no contact of an account.");
  const { id } = contact;
  const get = trpcTarget(stage, "contacts.get", { id });
  const bare = `${await bareServer(stage)}contact?id=${id}`;
  await sameAnswer(get, bare);
  const targets = {
    N: emptyTarget(stage),
    get: { ...get, also: await otherCallers(stage) },
    B: { url: bare, headers: {} },
  };
  const { N, get: app, B } = await sideBySide(stage, targets, turns);
  const note = `c=${turns.connections} of ${CALLERS} sessions; B ${rounded(B.perSecond)}/s, ${rounded(app.perSecond / B.perSecond)}x of it`;
  return [
    judge({
      id: "P1",
      name: "contacts.get",
      value: app.perSecond,
      unit: "requests/s",
      baseline: N.perSecond,
      note,
      bar: { of: "ratio", is: "at least", must: 0.3, stretch: 0.45 },
    }),
    judge({
      id: "P1",
      name: "contacts.get, p95",
      value: app.p95,
      unit: "ms",
      baseline: N.p95,
      note: `B ${rounded(B.p95)} ms`,
      bar: { of: "ratio", is: "at most", must: 4, stretch: 2.5 },
    }),
  ];
}

/** The headers of further members with sessions of their own. */
async function otherCallers(stage: Stage): Promise<Record<string, string>[]> {
  const callers: Record<string, string>[] = [];
  for (let nth = 1; nth < CALLERS; nth++) {
    const person = await signIn(stage.superuser, stage.env.NEXTAUTH_SECRET ?? "", `Reader ${nth}`);
    callers.push(callerHeaders({ ...stage, person }));
  }
  return callers;
}
