import { type Figure, judge } from "../figure";
import { sideBySide, type Target, type Turns } from "../load/load";
import type { Stage } from "../stage";

const usual: Turns = { connections: 8, seconds: 3, rounds: 3 };
/** It makes no query and has one button: the emptiest page of the app. */
const EMPTY = { path: "/api/unavailable", shows: "Temporarily unavailable" };

/** P17: the server-rendered first page of a list, as HTML, compared with an empty page of the same build. */
export async function firstPageFigures(stage: Stage, turns = usual): Promise<Figure[]> {
  const { person, app } = stage;
  const headers = { accept: "text/html" };
  const targets = {
    empty: { url: `${app.url}${EMPTY.path}`, headers },
    list: { url: `${app.url}/${person.workspace}/accounts`, headers: { ...headers, cookie: person.cookie } },
  };
  const { rows } = await stage.superuser.query<{ name: string }>(
    "select name from accounts where tenant_id = $1 and archived_at is null order by name_key, id limit 1",
    [person.tenantId],
  );
  const sizes = {
    empty: await requireText(targets.empty, EMPTY.shows),
    list: await requireText(targets.list, rows[0]?.name ?? "no account at all"),
  };
  const { empty, list } = await sideBySide(stage, targets, turns);
  const size = (bytes: number) => `${Math.round(bytes / 1000)} kB`;
  const note = `c=${turns.connections}, HTML of ${size(sizes.list)}; baseline is an empty page of ${size(sizes.empty)}`;
  return [
    judge({
      id: "P17",
      name: "first page of a list as HTML",
      value: list.perSecond,
      unit: "requests/s",
      baseline: empty.perSecond,
      note,
      bar: { of: "ratio", is: "at least", must: 0.25, stretch: 0.5 },
    }),
    judge({
      id: "P17",
      name: "first page of a list as HTML, p95",
      value: list.p95,
      unit: "ms",
      baseline: empty.p95,
      note,
      bar: { of: "value", is: "at most", must: 250, stretch: 120 },
    }),
  ];
}

/** The bytes of a page. Throws when it lacks its text: a page whose rows come later would be fast for nothing. */
async function requireText({ url, headers }: Target, text: string): Promise<number> {
  const response = await fetch(url, { headers, redirect: "manual" });
  const html = await response.text();
  if (response.status !== 200 || !html.includes(text))
    throw new Error(`${url} was answered with ${response.status}, without "${text}".`);
  return Buffer.byteLength(html);
}
